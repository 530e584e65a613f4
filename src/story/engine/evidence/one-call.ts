import type { Evidence } from './evidence.js';

/** Nobody talks, and nothing is pushed of it, for so long: what comes then is another call with the same id. */
const ANOTHER_CALL_MS = 6 * 3_600_000;

/**
 * The evidence of each call that had this id: a PBX whose clock starts over gives the same ids, and the same channels,
 * again months later. What is known of the calls around goes with the call that it was received with.
 */
export function callsOfId(callid: string, { transfers, events }: Evidence): Evidence[] {
  const times = [
    ...transfers.map(({ receivedAt }) => +receivedAt),
    ...events.filter(({ event }) => event.callid === callid).map(({ receivedAt }) => +receivedAt),
  ].sort((a, b) => a - b);
  const starts = times.filter((at, i) => i === 0 || at - times[i - 1]! > ANOTHER_CALL_MS);
  if (starts.length <= 1) return [{ transfers, events }];
  return starts.map((start, i) => {
    const from = i === 0 ? -Infinity : start - ANOTHER_CALL_MS / 2;
    const to = (starts[i + 1] ?? Infinity) - ANOTHER_CALL_MS / 2;
    const within = ({ receivedAt }: { receivedAt: Date }) => +receivedAt >= from && +receivedAt < to;
    return { transfers: transfers.filter(within), events: events.filter(within) };
  });
}
