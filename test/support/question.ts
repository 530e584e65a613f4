import 'reflect-metadata';
import { toPage, ListTransfersQuery } from '../../src/history/list-transfers.dto.js';
import { InputPipe } from '../../src/http/input.pipe.js';
import { EVERYTHING } from '../../src/transfer/visibility.js';

/** A URL's query: text, or a list where a parameter stands more than once. */
export type UrlQuery = Record<string, string | string[]>;

/** A page of the list as the program reads it from a URL, for one who sees what `visibility` says. */
export async function readPage(query: UrlQuery, visibility = EVERYTHING) {
  const asked: unknown = await new InputPipe().transform(query, {
    type: 'query',
    metatype: ListTransfersQuery,
  });
  return toPage(asked as ListTransfersQuery, 'UTC', visibility);
}
