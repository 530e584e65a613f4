/**
 * Why a write failed, as far as it matters for what comes next:
 * `conflict` the same statement may succeed at once · `away` it may succeed when the database is back · `full` the
 * database cannot take anything · `data` something in the batch itself · `unknown` anything else.
 */
export type WriteFailure = 'conflict' | 'away' | 'full' | 'data' | 'unknown';

export function writeFailure(error: unknown): WriteFailure {
  const code = (error as { code?: string } | null)?.code ?? '';
  if (code === '40001' || code === '40P01') return 'conflict'; // serialization, deadlock
  if (/^53[12]/.test(code)) return 'full'; // disk, memory
  // Connections, shutdown and cancelled statements, too many connections, locks, I/O; a server that became a standby;
  // and without an SQLSTATE the socket.
  if (/^(08|57|53|55|58)/.test(code) || code === '25006' || !/^[0-9A-Z]{5}$/.test(code)) return 'away';
  // Data exceptions, constraints, limits such as the size of an index entry.
  return /^(22|23|54)/.test(code) ? 'data' : 'unknown';
}
