import { ask } from './api.js';
import type { Page, TransferAnswer } from './answers.js';
import { filterOf, type View } from './view.js';

/*
 * The transfers behind one mark of a chart. The API cannot filter by transferor and target at once ("from
 * 1020 to 2000"): it takes one role at a time, counts the extension that answered for a group as a target,
 * and finds a number in any part. So the page asks for the narrowest filter that includes the mark, and drops
 * the other rows here. `none` means unknown.
 */
const NARROWING: Record<string, (transfer: TransferAnswer) => string | null> = {
  transferor: (transfer) => transfer.transferor.ext,
  target: (transfer) => transfer.target?.number ?? null,
  caller: ({ transferee }) => (transferee?.kind === 'ext' ? null : (transferee?.number ?? null)),
};

export interface Question {
  /** For the API. */
  query: URLSearchParams;
  /** Whether a row of the API's answer belongs to the mark. */
  matches(transfer: TransferAnswer): boolean;
  /** Whether the API's rows are exactly the mark's. */
  isExact: boolean;
}

export function questionOf(view: View, mark: URLSearchParams): Question {
  const query = filterOf(view);
  const left: [string, string][] = [];
  for (const [name, value] of mark) {
    if (name === 'outcome') for (const outcome of value.split(' ')) query.append(name, outcome);
    else if (NARROWING[name]) left.push([name, value]);
    else query.set(name, value);
  }
  const isExact = left.length === 0 || askFor(left[0]!, left.length === 1, query);
  const matches = (transfer: TransferAnswer) =>
    left.every(([name, value]) => (NARROWING[name]!(transfer) ?? 'none') === value);
  return { query, matches, isExact };
}

/** Adds to `query` what the API can be asked of a mark. Returns whether its answer is the mark's, row by row. */
function askFor([name, value]: [string, string], isAlone: boolean, query: URLSearchParams): boolean {
  if (name === 'caller') query.set('number', value.replaceAll('*', '\\*'));
  // There may be nobody to ask for, or the page's own filter has a part already.
  if (name !== 'transferor' || value === 'none' || query.has('ext') || query.has('group')) return false;
  query.set('ext', value);
  query.set('role', name);
  return isAlone;
}

const PAGE = 50;

/** The next rows that fit, walking as many pages as it takes to fill one. */
export async function nextRows(
  question: Question,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<TransferAnswer>> {
  const query = new URLSearchParams(question.query);
  query.set('limit', question.isExact ? `${PAGE}` : '500');
  if (question.isExact && !cursor) query.set('count', 'true');
  const data: TransferAnswer[] = [];
  let next = cursor;
  let total: number | undefined;
  do {
    if (next) query.set('cursor', next);
    const page = await ask<Page<TransferAnswer>>(`/transfers?${query}`, signal);
    data.push(...page.data.filter((transfer) => question.matches(transfer)));
    next = page.next;
    total ??= page.total;
  } while (next && data.length < PAGE);
  if (!cursor && !next) total ??= data.length;
  return { data, next, ...(total === undefined ? {} : { total }) };
}
