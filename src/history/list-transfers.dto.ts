import { type Filter, toFilter } from '../filter/filter.js';
import { InvalidValue, invalidQuery } from '../http/invalid-value.js';
import type { Visibility } from '../transfer/visibility.js';
import { type Position, readCursor } from './cursor.js';
import { FilterQuery, ReportedParameter } from '../filter/filter.dto.js';
import {
  ChoiceParameter,
  FlagParameter,
  type Separator,
  SeparatorParameter,
  TextParameter,
  WholeParameter,
} from '../http/query-parameters.js';

export type Order = 'desc' | 'asc';

/** All that match, in one of two orders: every form of the list knows this. */
export class ExportQuery extends FilterQuery {
  @ChoiceParameter(['desc', 'asc'], { description: 'By the time it was received.', default: 'desc' })
  order: Order = 'desc';
}

export class ExportCsvQuery extends ExportQuery {
  @SeparatorParameter('Of the columns.')
  separator?: Separator;
}

/** One page of the list, or an export where the `Accept` header says so. */
export class ListTransfersQuery extends ExportQuery {
  @WholeParameter(1, 500, { description: 'Rows of a page.', default: 50, example: 50 })
  limit?: number;

  @TextParameter({ description: '`next` of the page before, with the same filter.' })
  cursor?: string;

  @FlagParameter({ description: '`true` adds the exact `total`.', default: false })
  count?: boolean;

  @SeparatorParameter('Of the columns, with `Accept: text/csv`.')
  separator?: Separator;
}

export class GetCallQuery {
  @ReportedParameter()
  reported: boolean | null = true;
}

/** Parameters that mean nothing in the form asked for are refused, as unknown ones are. */
export function refuseParameters(
  query: ListTransfersQuery,
  form: string,
  names: (keyof ListTransfersQuery)[],
): void {
  const errors = names.filter((name) => query[name] !== undefined);
  if (errors.length > 0)
    throw invalidQuery(errors.map((path) => ({ path, message: `is not known for ${form}; leave it out` })));
}

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
