import { hash } from 'node:crypto';
import { InvalidValue } from '../http/invalid-value.js';

/** Where a page ended: the sort key of its last row. */
export interface Position {
  receivedAt: Date;
  id: string;
}

const VERSION = 2;

/** Opaque to the caller. Valid for the same filter and order only: it means nothing in another list. */
export function writeCursor({ receivedAt, id }: Position, list: object): string {
  const position = [VERSION, receivedAt.getTime(), id] as const;
  return Buffer.from(JSON.stringify([...position, mark(list), mark(position)])).toString('base64url');
}

/** @throws InvalidValue for a damaged cursor, one of another version, or one of another list. */
export function readCursor(cursor: string, list: object): Position {
  const [version, time, id, of, check] = parse(cursor);
  if (version !== VERSION || check !== mark([version, time, id]))
    throw new InvalidValue('is not one that this program gave; take it from "next" of the page before');
  if (of !== mark(list))
    throw new InvalidValue(
      'belongs to another filter; ask with the same parameters as the page it came from',
    );
  return { receivedAt: new Date(time as number), id: id as string };
}

function parse(cursor: string): unknown[] {
  try {
    const bytes = Buffer.from(cursor, 'base64url');
    // Node skips what is not base64.
    const parts: unknown = bytes.toString('base64url') === cursor ? JSON.parse(bytes.toString()) : [];
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** The same for the same parameters in another order. */
function mark(of: object): string {
  const given = Object.entries(of).filter(([, value]) => value !== undefined);
  const sorted = given.sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify(sorted), 'base64url').slice(0, 16);
}
