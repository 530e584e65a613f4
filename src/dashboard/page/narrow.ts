import { ask } from './api.js';
import type { Page, Transfer } from './answers.js';
import { filterOf, type View } from './view.js';

/*
 * The rows of one mark. The API's `ext` has one `role` at a time, so "from 1020 to 2000" cannot be asked in one
 * question: the nearest wider one is asked, and what does not belong is left out here. `none` stands for unknown.
 */
const NARROWING: Record<string, (transfer: Transfer) => string | null> = {
  transferor: (transfer) => transfer.transferor.ext,
  target: (transfer) => transfer.target?.number ?? null,
};

export interface Question {
  /** For the API. */
  query: URLSearchParams;
  /** What the API was not asked. */
  fits(transfer: Transfer): boolean;
  /** Whether the API's rows are exactly the mark's. */
  isExact: boolean;
}

export function questionOf(view: View, mark: URLSearchParams): Question {
  const query = filterOf(view);
  const left: [string, string][] = [];
  for (const [name, value] of mark) {
    if (name === 'outcome') for (const outcome of value.split(' ')) query.append(name, outcome);
    else if (!NARROWING[name]) query.set(name, value);
    else if (value === 'none' || query.has('ext')) left.push([name, value]);
    else {
      query.set('ext', value);
      query.set('role', name);
    }
  }
  const fits = (transfer: Transfer) =>
    left.every(([name, value]) => (NARROWING[name]!(transfer) ?? 'none') === value);
  return { query, fits, isExact: left.length === 0 };
}

const PAGE = 50;

/** The next rows that fit, walking as many pages as it takes to fill one. */
export async function nextRows(question: Question, cursor: string | null, signal: AbortSignal): Promise<Page<Transfer>> {
  const query = new URLSearchParams(question.query);
  query.set('limit', question.isExact ? `${PAGE}` : '500');
  if (question.isExact && !cursor) query.set('count', 'true');
  const data: Transfer[] = [];
  let next = cursor;
  let total: number | undefined;
  do {
    if (next) query.set('cursor', next);
    const page = await ask<Page<Transfer>>(`/transfers?${query}`, signal);
    data.push(...page.data.filter((transfer) => question.fits(transfer)));
    next = page.next;
    total ??= page.total;
  } while (next && data.length < PAGE);
  if (!cursor && !next) total ??= data.length;
  return { data, next, ...(total === undefined ? {} : { total }) };
}
