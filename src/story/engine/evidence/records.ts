import type { RecordEvent } from '../../../transfer/event.js';
import type { Clock } from './pbx-clock.js';
import type { KnownEvent } from './evidence.js';

/** A call record on our clock. */
export interface PlacedRecord extends RecordEvent {
  /** Null where the PBX's clock is not known. */
  start: number | null;
}

/** The records, earliest first; those without a time last. */
export function recordsOf(events: KnownEvent[], clock: Clock): PlacedRecord[] {
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

/** The party whose phone a record says was rung: `4002` of `6200(4002)`. */
export const taker = (record: PlacedRecord): string => record.answeredBy ?? record.to;
