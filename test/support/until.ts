import { setTimeout as pause } from 'node:timers/promises';

const LONGEST_PAUSE_MS = 50;

/**
 * Looks again and again until the condition holds, at first often and then more rarely: looking costs time that what is
 * waited for may need. The limit is no measurement: it ends a test that could never go on, and is longer than a busy
 * machine needs.
 */
export async function until(holds: () => unknown, withinMs = 120_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (let ms = 2; !(await holds()); ms = Math.min(ms * 1.5, LONGEST_PAUSE_MS)) {
    if (Date.now() > end) throw new Error(`It did not hold within ${withinMs} ms: ${String(holds)}`);
    await pause(ms);
  }
}
