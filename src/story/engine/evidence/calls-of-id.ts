import { separateCalls } from '../../../transfer/separate-calls.js';
import type { Evidence } from './evidence.js';

/**
 * The evidence of each call that had this id: of each PBX, and of each time at which a PBX gave it. The events of the
 * calls around belong to the call that was received at the same time.
 */
export function callsOfId(callid: string, { transfers, events }: Evidence): Evidence[] {
  const senders = new Set(transfers.map(senderOf));
  return [...senders].flatMap((sender) =>
    callsInTime(callid, {
      transfers: transfers.filter((transfer) => senderOf(transfer) === sender),
      events: events.filter((event) => senderOf(event) === sender),
    }),
  );
}

/** Only a PBX without a serial number has a sender: nothing else distinguishes two of them. */
const senderOf = ({ sender = '' }: { sender?: string }): string => sender;

function callsInTime(callid: string, { transfers, events }: Evidence): Evidence[] {
  const own = [...transfers, ...events.filter(({ event }) => event.callid === callid)];
  return separateCalls(own.map(({ receivedAt }) => +receivedAt)).map(({ from, to }) => {
    const within = ({ receivedAt }: { receivedAt: Date }) => +receivedAt >= from && +receivedAt < to;
    return { transfers: transfers.filter(within), events: events.filter(within) };
  });
}
