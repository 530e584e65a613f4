import type { Call, TransferInCall, PlacedRecord } from './call-model.js';
import type { PbxClock } from './pbx-clock.js';
import type { KnownEvent } from './evidence.js';

/** A record is dated to the second, and its leg begins with the transfer. */
export const RECORD_ROUNDING_MS = 3_000;

/**
 * Where only records show the PBX's clock, all of them can arrive some seconds after their calls ended, because an
 * announcement was played.
 */
const ANNOUNCEMENT_MS = 8_000;

/** The records, earliest first; those without a time last. */
export function recordsOf(events: KnownEvent[], clock: PbxClock): PlacedRecord[] {
  return events
    .flatMap(({ event }) =>
      event.what === 'record'
        ? [
            {
              ...event,
              from: event.from.trim(),
              to: event.to.trim(),
              start: clock.local(event.startedAtLocal),
            },
          ]
        : [],
    )
    .sort((a, b) => (a.start ?? Number.MAX_VALUE) - (b.start ?? Number.MAX_VALUE));
}

/** The party whose phone a record says was called: `4002` of `6200(4002)`. */
export const taker = (record: PlacedRecord): string => record.answeredBy ?? record.to;

/** The same as a party: what goes out by a trunk is no extension, whatever its number. */
export const takerParty = (record: PlacedRecord): string =>
  `${record.targetTrunk !== null || record.type === 'outbound' ? 'outside' : 'ext'} ${taker(record)}`;

/** Not before the record began; null where it does not say. */
export const endOf = (record: PlacedRecord): number | null =>
  record.start === null || record.callSeconds === null ? null : record.start + record.callSeconds * 1000;

/** The queue and the agent who took the call have a record each. */
export const isSameLeg = (a: PlacedRecord, b: PlacedRecord): boolean =>
  a !== b &&
  a.from === b.from &&
  Math.abs(a.start! - b.start!) <= 1_000 &&
  Math.abs((endOf(a) ?? Infinity) - (endOf(b) ?? -Infinity)) <= 1_000;

/**
 * The records of the transferred party that belong to this transfer: those begun after it and before the next one. What
 * began before the first transfer is the talk with the transferor, or a talk with the target of an attended transfer.
 */
export function recordsAfter(transfer: TransferInCall, number: string, call: Call): PlacedRecord[] {
  return call.own.records.filter((record) => {
    if (record.from !== number) return false;
    const withNew = !transfer.parties.has(takerParty(record));
    if (record.to === number && !withNew) return false;
    if (record.start === null) return call.transfers.length === 1 && withNew;
    if (call.owner.get(record) !== transfer) return false;
    if (record.start >= transfer.latest - RECORD_ROUNDING_MS) return true;
    const inexact = call.own.legs.length === 0 ? ANNOUNCEMENT_MS : RECORD_ROUNDING_MS;
    return withNew && (endOf(record) ?? Infinity) > transfer.latest + inexact;
  });
}
