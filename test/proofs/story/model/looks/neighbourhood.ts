import type { TransferAct } from '../../../../../src/simulator/pbx/channel.js';
import type { PushedEvent } from '../../../../../src/simulator/events/push-events.js';
import type { CallEvent, TransferEvent } from '../../../../../src/transfer/event.js';
import { spanOf } from './record-look.js';

export type SaidEvent = PushedEvent & { event: CallEvent | TransferEvent };

const BEFORE_MS = 100;
const AFTER_MS = 1200;
const RECORD_MS = 2000;

/** What lies between the transfer before this one and the next: states by their arrival, records by the time that they are about. */
export function aroundTransfer(said: SaidEvent[], act: TransferAct): SaidEvent[] {
  const own = said.find(({ transfer }) => transfer === act);
  if (!own) return [];
  const others = said
    .filter(
      ({ event, transfer }) =>
        event.what === 'transfer' && transfer !== act && event.callid === own.event.callid,
    )
    .map(({ at }) => at);
  const from = Math.max(-Infinity, ...others.filter((at) => at < own.at));
  const to = Math.min(Infinity, ...others.filter((at) => at > own.at));
  return said.filter(({ at, event }) => {
    if (event.what !== 'record') return at >= from - BEFORE_MS && at <= to + AFTER_MS;
    const { start, end } = spanOf(event);
    return end >= from - RECORD_MS && start <= to + RECORD_MS;
  });
}
