import { createHash } from 'node:crypto';
import { Fault } from '../query.js';

/** Where a page ended: the sort key of its last row. */
export interface Position {
  receivedAt: Date;
  id: string;
}

const VERSION = 1;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Opaque to the caller; tied to the filter it came from, since a position means nothing in another list. */
export function writeCursor({ receivedAt, id }: Position, filter: object): string {
  return Buffer.from(JSON.stringify([VERSION, receivedAt.getTime(), id, mark(filter)])).toString('base64url');
}

/** @throws Fault for a damaged cursor, one of another version, or one of another filter. */
export function readCursor(cursor: string, filter: object): Position {
  const [version, time, id, of] = parse(cursor);
  if (version !== VERSION || typeof time !== 'number' || typeof id !== 'string' || !UUID.test(id))
    throw new Fault('is not one that this program gave; take it from "next" of the page before');
  if (of !== mark(filter))
    throw new Fault('belongs to another filter; ask with the same parameters as the page it came from');
  return { receivedAt: new Date(time), id };
}

function parse(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** The same for the same parameters in another order. */
function mark(filter: object): string {
  const sorted = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 12);
}
