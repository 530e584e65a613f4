/** The periods that supervisors ask for, as bare dates in the view's zone: the API turns dates into instants. */
export const PRESETS = ['today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month'] as const;
export type Preset = (typeof PRESETS)[number];

/** Both days included. */
export interface Dates {
  from: string;
  to: string;
}

export function todayIn(zone: string, now = new Date()): string {
  // The Swedish way to write a date is the ISO one.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}

export function preset(name: Preset, today: string): Dates {
  const monday = addDays(today, 1 - weekday(today));
  const first = `${today.slice(0, 8)}01`;
  const monthBefore = addDays(first, -1);
  switch (name) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this-week':
      return { from: monday, to: addDays(monday, 6) };
    case 'last-week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'this-month':
      return { from: first, to: lastOfMonth(first) };
    case 'last-month':
      return { from: `${monthBefore.slice(0, 8)}01`, to: monthBefore };
  }
}

/**
 * What a period is held against: days against the same weekdays before them, since a Monday is no Sunday; a month
 * against the month before it; anything else against as many days before it.
 */
export function before(dates: Dates, name: Preset | 'custom'): Dates {
  if (name === 'this-month' || name === 'last-month') return preset('last-month', dates.from);
  const days = daysBetween(dates.from, dates.to) + 1;
  const back = days <= 7 ? 7 : days;
  return { from: addDays(dates.from, -back), to: addDays(dates.to, -back) };
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Monday is 1. */
function weekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}

function lastOfMonth(first: string): string {
  return addDays(`${addDays(first, 31).slice(0, 8)}01`, -1);
}
