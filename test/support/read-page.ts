import 'reflect-metadata';
import { toPage, ListTransfersQuery } from '../../src/history/list-transfers.dto.js';
import { InputPipe } from '../../src/http/input.pipe.js';
import { EVERYTHING } from '../../src/transfer/visibility.js';

/** A URL's query: text, or a list where a parameter stands more than once. */
export type UrlQuery = Record<string, string | string[]>;

/** The parameters of a list page, read from a URL's query as the program does, for this visibility. */
export async function readPage(query: UrlQuery, visibility = EVERYTHING) {
  const asked: unknown = await new InputPipe().transform(query, {
    type: 'query',
    metatype: ListTransfersQuery,
  });
  return toPage(asked as ListTransfersQuery, 'UTC', visibility);
}
