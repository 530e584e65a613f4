import { type Filter, toFilter } from '../filter/filter.js';
import { InvalidValue, invalidQuery } from '../http/invalid-value.js';
import type { Visibility } from '../transfer/visibility.js';
import { type Position, readCursor } from './cursor.js';
import type { ListTransfersQuery, Order } from './list-transfers.dto.js';

/** One page of the list, ready to be read. */
export interface ListPage {
  filter: Filter;
  order: Order;
  limit: number;
  after: Position | null;
  count: boolean;
}

export function toPage(
  { order, limit = 50, cursor, count = false, separator: _, ...asked }: ListTransfersQuery,
  zone: string,
  visibility: Visibility,
): ListPage {
  const filter = toFilter(asked, zone, visibility);
  const after = cursor === undefined ? null : position(cursor, { ...filter, order });
  return { filter, order, limit, after, count };
}

function position(cursor: string, list: object): Position {
  try {
    return readCursor(cursor, list);
  } catch (error) {
    if (error instanceof InvalidValue) throw invalidQuery([{ path: 'cursor', message: error.message }]);
    throw error;
  }
}
