import type { Dialect } from '../../transfer/event.js';

interface Names {
  transfer: string;
  /** v1 has no one name: its statuses are called RING, ANSWER and so on. */
  status: string;
  record: string;
  /** v1 tells of forwarding by a transfer event that names the caller alone. */
  forward: string | null;
  failed: string;
}

const words = { transfer: 'Tranfer', record: 'NewCdr', failed: 'CallFailed' };

export function namesOf(dialect: Dialect): Names {
  if (dialect === 'p-series')
    return {
      transfer: '30013',
      status: '30011',
      record: '30012',
      forward: '30014',
      failed: '30015',
    };
  if (dialect === 'v2') return { ...words, status: 'CallStatus', forward: 'Forward' };
  return { ...words, status: '', forward: null };
}

/** v2 and P-Series tell every member of the call with its state and channel; the older ones one party's change. */
export function tellsAll(dialect: Dialect): boolean {
  return dialect === 'v2' || dialect === 'p-series';
}
