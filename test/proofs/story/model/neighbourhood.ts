import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';
import type { TransferAct } from '../../../../src/simulator/pbx/journal.js';
import type { CallEvent, TransferEvent } from '../../../../src/transfer/event.js';
import { spanOf } from './record-look.js';

export type Told = PushedEvent & { event: CallEvent | TransferEvent };

const BEFORE_MS = 100;
const AFTER_MS = 1200;
const RECORD_MS = 2000;

/** What lies between the transfer before this one and the next: states by their arrival, records by the time that they are about. */
export function aroundTransfer(told: Told[], act: TransferAct): Told[] {
  const own = told.find(({ transfer }) => transfer === act);
  if (!own) return [];
  const others = told
    .filter(
      ({ event, transfer }) =>
        event.what === 'transfer' && transfer !== act && event.callid === own.event.callid,
    )
    .map(({ at }) => at);
  const from = Math.max(-Infinity, ...others.filter((at) => at < own.at));
  const to = Math.min(Infinity, ...others.filter((at) => at > own.at));
  return told.filter(({ at, event }) => {
    if (event.what !== 'record') return at >= from - BEFORE_MS && at <= to + AFTER_MS;
    const { start, end } = spanOf(event);
    return end >= from - RECORD_MS && start <= to + RECORD_MS;
  });
}
