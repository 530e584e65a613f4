import type { KnownRecord } from '../../transfer/inferred.js';

/** A record as a leg of its call, with times in ms of the PBX's clock. */
export interface RecordLeg extends KnownRecord {
  start: number;
  end: number;
  /** Who was talked to: 4002 of `6200(4002)`. */
  taker: string;
}

/** Each leg once, in the order of their beginnings; a record without times says nothing. */
export function recordLegs(records: KnownRecord[]): RecordLeg[] {
  const legs = new Map<string, RecordLeg>();
  for (const known of records) {
    const { startedAtLocal, from, to, answeredBy, callSeconds } = known.record;
    const start = Date.parse(`${startedAtLocal?.replace(' ', 'T')}Z`);
    if (Number.isNaN(start) || callSeconds === null || from === '' || to === '') continue;
    const key = JSON.stringify([startedAtLocal, from, to, answeredBy, callSeconds]);
    const leg = { ...known, start, end: start + callSeconds * 1000, taker: answeredBy ?? to };
    const other = legs.get(key);
    legs.set(key, other ? moreTelling(other, leg) : leg);
  }
  return [...legs.entries()]
    .sort(([a, { start }], [b, { start: other }]) => start - other || (a < b ? -1 : 1))
    .map(([, leg]) => leg);
}

/** A leg that was pushed and fetched, too: its record of the one kind can say more than that of the other. */
function moreTelling(one: RecordLeg, other: RecordLeg): RecordLeg {
  const weight = ({ record }: RecordLeg) =>
    (record.transferred ? 2 : 0) + (record.status === 'abandoned' ? 1 : 0);
  return weight(other) > weight(one) ? other : one;
}
