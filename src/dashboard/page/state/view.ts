import { before, type Dates, daysBetween, preset, PRESETS, type Preset, todayIn } from './period.js';

/** What is on screen, all of it: a view is its URL, so it can be sent on and the back button works. */
export interface View {
  period: Preset | 'custom';
  dates: Dates;
  zone: string;
  today: string;
  ext: string | null;
  group: string | null;
  direction: string | null;
  /** The outside number that was called. */
  did: string | null;
  sn: string | null;
  /** Buckets of the chart over time. */
  each: 'hour' | 'day';
  /** Column by which the extensions are sorted. */
  sort: string;
  /** All extensions, not only the first. */
  all: boolean;
  /** The rows of one mark: what they must have beside the filter. */
  rows: URLSearchParams | null;
  call: string | null;
}

const ZONE = document.documentElement.dataset.zone ?? 'UTC';
/** The parameters that narrow what is shown. */
export const FILTER = ['ext', 'group', 'direction', 'did', 'sn'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function readView(search: string): View {
  const asked = new URLSearchParams(search);
  const zone = asked.get('tz') ?? ZONE;
  const today = todayIn(zone);
  const [from, to] = [asked.get('from') ?? '', asked.get('to') ?? ''];
  const custom = DATE.test(from) && DATE.test(to);
  const period = PRESETS.find((name) => name === asked.get('period')) ?? (custom ? 'custom' : 'today');
  const dates = period === 'custom' ? { from, to } : preset(period, today);
  const filter = Object.fromEntries(FILTER.map((name) => [name, asked.get(name)]));
  const each = asked.get('each') ?? (daysBetween(dates.from, dates.to) > 2 ? 'day' : 'hour');
  return {
    ...(filter as Record<(typeof FILTER)[number], string | null>),
    period,
    dates,
    zone,
    today,
    each: each === 'hour' ? 'hour' : 'day',
    sort: asked.get('sort') ?? 'transfers',
    all: asked.has('all'),
    rows: asked.has('rows') ? new URLSearchParams(asked.get('rows')!) : null,
    call: asked.get('call'),
  };
}

/** The view's own filter, as the API's parameters. */
export function filterOf(view: View): URLSearchParams {
  const filter = new URLSearchParams({ ...view.dates, tz: view.zone });
  for (const name of FILTER) if (view[name]) filter.set(name, view[name]);
  return filter;
}

/** A report of this view. */
export function reportPath(view: View, by: string, more: Record<string, string> = {}, suffix = ''): string {
  return `/reports/transfers${suffix}?${new URLSearchParams([...filterOf(view), ['by', by], ...Object.entries(more)])}`;
}

/** `compare=` with the days before. @param now an instant to stop at, so that half a day is held against half a day */
export function comparedWith(view: View, now?: Date): string {
  const { from, to } = before(view.dates, view.period);
  if (!now || !isRunning(view)) return `${from}/${to}`;
  const days = daysBetween(from, view.dates.from);
  return `${from}/${new Date(now.getTime() - days * 86_400_000).toISOString()}`;
}

/** Whether events that come now belong to the view. */
export function isRunning(view: View): boolean {
  return view.dates.from <= view.today && view.today <= view.dates.to;
}

/** The address of this view with something changed; null takes a parameter away. */
export function href(change: Record<string, string | null>, search = location.search): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query}`;
}

/** The address of the rows of one mark. */
export function rowsOf(mark: Record<string, string>): string {
  return href({ rows: new URLSearchParams(mark).toString(), call: null });
}
