import type { By } from '../report.query.js';
import { NAMED, type Row } from '../report.js';
import { NOBODY, WEEKDAYS } from './words.js';

/** What people call a row: short, and the same in a picture, a table and a mail. */
export function nameOf(row: Row, by: By, names: Record<string, string>): string {
  const name = (key: string) => {
    const value = String(row[key] ?? '') || NOBODY;
    return NAMED.includes(key) && Object.hasOwn(names, value) ? `${names[value]} (${value})` : value;
  };
  switch (by) {
    case 'hour':
      return name('start').slice(5, 16).replace('T', ' ');
    case 'day':
    case 'week':
      return name('start').slice(0, 10);
    case 'month':
      return name('start').slice(0, 7);
    case 'weekday-hour':
      return `${WEEKDAYS[Number(row['weekday']) - 1]} ${name('hour')}:00`;
    case 'pair':
      return `${name('from')} → ${name('to')}${row.back ? ' ⇄' : ''}`;
    case 'route':
      return `${name('trunk')} → ${name('ext')} → ${name('target')}`;
    case 'chain':
      return name('transfersInCall');
    case 'caller':
      return name('number');
    case 'pbx':
      return name('sn');
    default:
      return name(by);
  }
}
