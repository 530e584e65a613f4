import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again and again until the condition holds. The limit is no measurement: it ends a test that could never go on, and
 * is longer than a busy machine needs.
 */
export async function until(holds: () => unknown, withinMs = 45_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await pause(5))
    if (Date.now() > end) throw new Error(`It did not hold within ${withinMs} ms: ${String(holds)}`);
}
