/** Nobody talks, and nothing is pushed of it, for so long: what comes then is another call with the same id. */
export const ANOTHER_CALL_MS = 6 * 3_600_000;

/** A time from `from` on and before `to`, in ms. */
export interface CallTime {
  from: number;
  to: number;
}

/**
 * The calls to which one PBX gave the same id, by the times at which something was received of them: a PBX whose clock
 * starts over gives the same ids, and the same channels, again months later.
 */
export function separateCalls(received: number[]): CallTime[] {
  const times = received.toSorted((a, b) => a - b);
  const starts = times.filter((at, i) => i === 0 || at - times[i - 1]! > ANOTHER_CALL_MS);
  return starts.map((start, i) => ({
    from: i === 0 ? -Infinity : start - ANOTHER_CALL_MS / 2,
    to: (starts[i + 1] ?? Infinity) - ANOTHER_CALL_MS / 2,
  }));
}
