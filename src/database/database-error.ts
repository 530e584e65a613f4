import { types } from 'node:util';

/**
 * What an error means for the caller that asked the database, to read or to write:
 * `conflict` the same statement may succeed at once · `away` it may succeed when the database is back ·
 * `full` the database cannot take anything · `data` something in the statement's own values · `unusable` the database is
 * not set up for this program, or the statement is wrong · `unknown` anything else, errors that do not come from a database
 * included.
 */
export type DatabaseFailure = 'conflict' | 'away' | 'full' | 'data' | 'unusable' | 'unknown';

/** The one place where errors of PostgreSQL, of its driver, of the network and of Prisma are classified. */
export function databaseFailure(error: unknown): DatabaseFailure {
  if (!types.isNativeError(error)) return 'unknown';
  // Several addresses were tried, each without success.
  if ('errors' in error && Array.isArray(error.errors)) return databaseFailure(error.errors[0]);
  const { code, cause } = reported(error);
  if (NETWORK.test(code) || PRISMA_AWAY.test(code) || ADAPTER_AWAY.test(cause?.kind ?? '')) return 'away';
  if (DRIVER_AWAY.test(error.message)) return 'away';
  return code === 'P2034' ? 'conflict' : bySqlState(cause?.originalCode ?? code);
}

/** The server ended the statement because it took too long, or did not even do that. */
export function isTimeOut(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const { code, cause } = reported(error);
  return (cause?.originalCode ?? code) === '57014' || error.message === 'Query read timeout';
}

/** Errors of sockets and of name look-ups, as Node.js names them. */
const NETWORK =
  /^(ECONN(REFUSED|RESET|ABORTED)|E(HOST|NET)(UNREACH|DOWN)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
/** Prisma's own: not reachable, timed out, closed, no connection or no transaction in time, too many connections. */
const PRISMA_AWAY = /^P(1001|1002|1008|1017|2024|2028|2037)$/;
/** The kinds by which Prisma's adapter reports errors of the socket, which have no SQLSTATE. */
const ADAPTER_AWAY = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TlsConnectionError)$/;
/** The driver's own sentences, which come without a code; the whole message, so that no other error is taken for one. */
const DRIVER_AWAY =
  /^(Connection terminated( unexpectedly| due to connection timeout)?|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client was closed and is not queryable|Client has encountered a connection error and is not queryable|Cannot use a pool after calling end on the pool)$/;

interface Cause {
  /** The SQLSTATE, where PostgreSQL gave one. */
  originalCode?: string;
  kind?: string;
}

/** Prisma wraps what its adapter throws: the SQLSTATE then stands in the cause. */
function reported(error: Error): { code: string; cause?: Cause } {
  const { code, meta, cause } = error as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: Cause } };
    cause?: Cause;
  };
  const text = typeof code === 'string' ? code : '';
  if (meta?.driverAdapterError) return { code: text, cause: meta.driverAdapterError.cause };
  return { code: text, cause: error.name === 'DriverAdapterError' ? cause : undefined };
}

/** By the classes of PostgreSQL's appendix A. */
function bySqlState(state: string): DatabaseFailure {
  if (/^(40001|40P01)$/.test(state)) return 'conflict'; // serialization, deadlock
  if (/^53[12]..$/.test(state)) return 'full'; // disk, memory
  // Connections, shutdown and cancelled statements, too many connections, locks, I/O; a server that became a standby.
  if (/^((08|57|53|55|58)[0-9A-Z]{3}|25006)$/.test(state)) return 'away';
  // Data exceptions, constraints, limits such as the size of an index entry.
  if (/^(22|23|54)[0-9A-Z]{3}$/.test(state)) return 'data';
  // A role or database that is not there, rights, tables and columns.
  return /^(28|3D|3F|42)[0-9A-Z]{3}$/.test(state) ? 'unusable' : 'unknown';
}
