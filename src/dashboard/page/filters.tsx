import type { DirectionAnswer, Extension, Pbx } from './state/answers.js';
import { go } from './state/navigation.js';
import { PRESETS } from './state/period.js';
import { texts } from './texts.js';
import { FILTER, href, type View } from './state/view.js';

const t = texts.filter;
const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const satisfies DirectionAnswer[];

interface Props {
  view: View;
  extensions: Extension[];
  pbxs: Pbx[];
}

/** Which transfers the page is about. Every change is a new address. */
export function Filters({ view, extensions, pbxs }: Props) {
  const groups = [...new Set(extensions.flatMap(({ group }) => group ?? []))].sort();
  const set = (change: Record<string, string | null>) => go(href(change));
  return (
    <form class="filters" aria-label={t.label} onSubmit={(event) => event.preventDefault()}>
      <nav aria-label={t.period}>
        {PRESETS.map((name) => (
          <a
            key={name}
            href={href({ period: name, from: null, to: null, each: null })}
            aria-current={view.period === name ? 'true' : undefined}
          >
            {texts.period[name]}
          </a>
        ))}
      </nav>
      <div class="fields">
        <label>
          {t.from}
          <input
            type="date"
            value={view.dates.from}
            max={view.dates.to}
            onChange={(event) => setDates(view, { from: event.currentTarget.value })}
          />
        </label>
        <label>
          {t.to}
          <input
            type="date"
            value={view.dates.to}
            min={view.dates.from}
            onChange={(event) => setDates(view, { to: event.currentTarget.value })}
          />
        </label>
        <label>
          {t.ext}
          <input
            type="text"
            list="extensions-known"
            value={view.ext ?? ''}
            placeholder={t.all}
            size={8}
            onChange={(event) => set({ ext: event.currentTarget.value.trim() || null })}
          />
          <datalist id="extensions-known">
            {extensions.map(({ number, name }) => (
              <option key={number} value={number}>
                {name}
              </option>
            ))}
          </datalist>
        </label>
        <Choice name="direction" label={t.direction} value={view.direction} of={DIRECTIONS} set={set} />
        <label>
          {t.did}
          <input
            type="text"
            value={view.did ?? ''}
            placeholder={t.all}
            size={12}
            onChange={(event) => set({ did: event.currentTarget.value.trim() || null })}
          />
        </label>
        {groups.length > 0 && (
          <Choice name="group" label={t.group} value={view.group} of={groups} set={set} />
        )}
        {pbxs.length > 1 && (
          <Choice name="sn" label={t.sn} value={view.sn} of={pbxs.map(({ sn }) => sn ?? 'none')} set={set} />
        )}
        <label>
          {t.zone}
          <input
            type="text"
            list="zones-known"
            value={view.zone}
            size={14}
            onChange={(event) => isZone(event.currentTarget.value) && set({ tz: event.currentTarget.value })}
          />
          <datalist id="zones-known">
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </label>
        {FILTER.some((name) => view[name]) && (
          <a href={href(Object.fromEntries(FILTER.map((name) => [name, null])))}>{t.everything}</a>
        )}
      </div>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string | null;
  of: string[];
  set(change: Record<string, string | null>): void;
}

function Choice({ name, label, value, of, set }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={(event) => set({ [name]: event.currentTarget.value || null })}>
        <option value="">{t.all}</option>
        {of.map((one) => (
          <option key={one} value={one}>
            {texts.direction[one] ?? one}
          </option>
        ))}
      </select>
    </label>
  );
}

function setDates(view: View, change: { from?: string; to?: string }) {
  const dates = { ...view.dates, ...change };
  if (dates.from && dates.to && dates.from <= dates.to) go(href({ period: 'custom', ...dates, each: null }));
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
