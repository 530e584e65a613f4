import { callStart } from '../transfer/ids.js';
import { zoneOfLeast } from '../transfer/pbx-zone.js';

/** A call record that was fetched, for a time in which the PBX pushed at nobody. */
export interface FetchedRecord {
  /** What the records of one call have in common: its id, or another one that the PBX gives it. */
  call: string;
  /** The call's id; null where the API does not tell it. */
  callid: string | null;
  /** When its leg began and ended, in ms of our clock; NaN where it does not say. */
  start: number;
  end: number;
  /** Who called and who was called. */
  parties: [from: string, to: string];
  /** The event that it would have been, in the call of that id. Its bytes say that it was fetched. */
  event(callid: string): object;
}

export interface TimeSpan {
  from: Date;
  to: Date;
}

/** Records are fetched by their start: a call that was going on when the gap began started before it. */
export const LONGEST_CALL = 3_600_000;
/** How late a record can be pushed after its call's end. */
const PUSH_MS = 5_000;

/**
 * The records that the PBX would have pushed in the gap, each with the moment: the end of its leg. Stories place events by the
 * time at which they came, so one that is fetched hours later is given the time at which it was due.
 *
 * A call is fetched whole or not at all: the record of a first leg may come with the last one's. What ended before the gap, or
 * goes on after it, is pushed.
 */
export function dueIn(
  { from, to }: TimeSpan,
  records: FetchedRecord[],
): { record: FetchedRecord; at: Date }[] {
  const ends = new Map<string, number>();
  for (const { call, end } of records) ends.set(call, Math.max(end, ends.get(call) ?? -Infinity));
  return records.flatMap((record) => {
    const end = ends.get(record.call)!;
    const isDue = end >= from.getTime() - PUSH_MS && end <= to.getTime();
    return isDue ? [{ record, at: new Date(record.end) }] : [];
  });
}

/** By how many ms the PBX's local time is ahead of UTC; `local` is when the record of a call began. */
export function pbxZone(records: { callid: string; local: number }[]): number {
  const distances = records.flatMap(({ callid, local }) => {
    const began = callStart(callid);
    return began === null || Number.isNaN(local) ? [] : [local - began.getTime()];
  });
  return zoneOfLeast(Math.min(...distances));
}
