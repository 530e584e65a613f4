/** A call record as an event, and what tells when that would have come. */
export interface FetchedRecord {
  raw: Buffer;
  callid: string;
  /** `2019-10-23 22:18:50` on the PBX's clock. */
  startedAtLocal: string;
  seconds: number;
}

/** A record is asked for by its start; one whose call was going on as the gap began started before. */
export const LONGEST_CALL = 3_600_000;
const QUARTER = 15 * 60_000;

/**
 * The records that the PBX would have pushed in the gap, each with the moment: the end of its call. Stories place events
 * by the time at which they came, so one that is fetched hours later is given the time at which it was due. Its bytes say
 * that it was fetched.
 */
export function dueIn(gap: { from: Date; to: Date }, records: FetchedRecord[]): { raw: Buffer; at: Date }[] {
  const local = ({ startedAtLocal }: FetchedRecord) => Date.parse(`${startedAtLocal.replace(' ', 'T')}Z`);
  const began = ({ callid }: FetchedRecord) => Number(/^(\d{9,10})\.\d+$/.exec(callid)?.[1]) * 1000;
  // No record starts before its call, whose id is a clock in UTC: the least distance is the PBX's zone.
  const distances = records.map((one) => local(one) - began(one)).filter((each) => !Number.isNaN(each));
  const zone = Math.floor((Math.min(...distances) + 5_000) / QUARTER) * QUARTER;
  const ends = records.map((one) => local(one) - zone + one.seconds * 1000);
  const since = gap.from.getTime();
  // A call of which something was due in the gap is fetched whole: the record of a first leg may come with the last one's.
  const due = new Set(
    records
      .filter((_, n) => !(ends[n]! < since - 5_000 && ends[n]! > since - LONGEST_CALL))
      .map(({ callid }) => callid),
  );
  return records.flatMap(({ raw, callid }, n) => {
    if (!due.has(callid)) return []; // it was pushed
    const at = ends[n]! > since - LONGEST_CALL ? Math.min(ends[n]!, gap.to.getTime()) : since;
    return [{ raw, at: new Date(at) }];
  });
}
