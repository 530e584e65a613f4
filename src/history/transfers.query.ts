import { type Filter, FILTER, toFilter } from '../filter/filter.js';
import { faulty, Fault, once, oneOf, type Query, readQuery, text, whole } from '../http/query.js';
import type { Visibility } from '../transfer/visibility.js';
import { type Position, readCursor } from './cursor.js';

/** One page of the list, as asked. */
export interface PageAsked {
  filter: Filter;
  order: 'desc' | 'asc';
  limit: number;
  after: Position | null;
  count: boolean;
}

const PAGE = {
  ...FILTER,
  order: once(oneOf('desc', 'asc')),
  limit: once(whole(1, 500)),
  cursor: once(text),
  count: once(oneOf('true', 'false')),
};

export function readPage(query: Query, zone: string, visibility: Visibility): PageAsked {
  const { order = 'desc', limit = 50, cursor, count, ...asked } = readQuery(query, PAGE);
  const filter = toFilter(asked, zone, visibility);
  return {
    filter,
    order,
    limit,
    after: cursor === undefined ? null : position(cursor, { ...filter, order }),
    count: count === 'true',
  };
}

function position(cursor: string, list: object): Position {
  try {
    return readCursor(cursor, list);
  } catch (error) {
    if (error instanceof Fault) throw faulty([{ path: 'cursor', message: error.message }]);
    throw error;
  }
}
