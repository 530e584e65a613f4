/**
 * Why a write failed, as far as it matters for what comes next:
 * `conflict` the same statement may succeed at once · `away` it may succeed when the database is back · `full` the
 * database cannot take anything · `data` something in the batch itself.
 */
export type WriteFailure = 'conflict' | 'away' | 'full' | 'data';

export function writeFailure(error: unknown): WriteFailure {
  const code = (error as { code?: string }).code ?? '';
  if (code === '40001' || code === '40P01') return 'conflict';
  if (/^53[12]/.test(code)) return 'full'; // disk_full, out_of_memory
  // 08 connection, 57 shutdown and cancelled statements, 53300 too many connections, 55 locks, 25006 a read-only standby,
  // 58 I/O; no SQLSTATE at all: the socket
  if (/^(08|57|53|55|58)/.test(code) || code === '25006' || !/^[0-9A-Z]{5}$/.test(code)) return 'away';
  return 'data';
}
