/** Every zone is a whole number of quarters of an hour from UTC. */
export const QUARTER_MS = 15 * 60_000;
/** A call id's seconds are truncated and a record may be dated a moment earlier. */
const ROUNDING_MS = 5_000;

/**
 * By how many ms a PBX's local time is ahead of UTC. A call id is a clock in UTC, and no record starts before its call: so it is
 * the least distance from the ids of calls to the local times of their records, down to the quarter of an hour.
 */
export const zoneOfLeast = (distance: number): number =>
  Math.floor((distance + ROUNDING_MS) / QUARTER_MS) * QUARTER_MS;
