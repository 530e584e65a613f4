import { hash } from 'node:crypto';
import { attribute } from '../transfer/attribution.js';
import { callStart, newId } from '../transfer/ids.js';
import type { KeptEvent, PbxEvent, StatusEvent, TransferEvent } from '../transfer/event.js';
import { hasOwnLeg, identity, pbxOf, senderOf } from '../transfer/identity.js';
import type { Transfer } from '../transfer/transfer.js';
import { traitsOf } from './dialects/dialects.js';
import type { EventEntry, TransferEntry, BatchEntry } from './entry.js';
import type { Delivery } from './delivery.js';

/**
 * What is to be written of an event, with the digest by which a re-send is found; null where it says nothing
 * about a call.
 */
export function identify(event: PbxEvent, delivery: Delivery): BatchEntry | null {
  switch (event.what) {
    case 'other':
      return null;
    case 'transfer':
      return transferEntry(event, delivery);
    default:
      return eventEntry(event, delivery);
  }
}

function transferEntry(event: TransferEvent, { raw, at, source }: Delivery): TransferEntry {
  const transfer = toTransfer(event, at);
  return {
    what: 'transfer',
    transfer,
    identity: identity(transfer, source),
    sender: senderOf(event.sn, source),
    deliveries: 1,
    raw,
  };
}

function eventEntry(event: KeptEvent, { raw, at, source }: Delivery): EventEntry {
  return {
    what: 'event',
    id: newId(),
    event,
    sender: senderOf(event.sn, source),
    receivedAt: at,
    digest: digestOf(event, source),
    subjects: event.what === 'status' ? subjectsOf(event) : null,
    raw,
  };
}

/** The same whatever the order of the keys, and for one call record in two dialects, of which one knows more fields. */
function digestOf(event: KeptEvent, source: string): string {
  const says = Object.entries(event).filter(([name]) => !LEFT_OUT.includes(name));
  return hash('sha256', JSON.stringify([pbxOf(event.sn, source), Object.fromEntries(says)]));
}

/** What two dialects do not both know of a call record, and `sn`, which `pbxOf` stands for. */
const LEFT_OUT = ['dialect', 'name', 'did', 'recording', 'uid', 'sn'];

/** Null where each channel belongs to one leg only: such a leg is never in the same state a second time. */
function subjectsOf({ members }: StatusEvent): string[] | null {
  if (members.length > 0 && members.every(hasOwnLeg)) return null;
  return members.flatMap((member) =>
    member.kind === 'ext' && member.memberstatus !== undefined ? [member.number] : [],
  );
}

/** What the event alone says; its story follows. */
export function toTransfer(event: TransferEvent, receivedAt: Date): Transfer {
  const { dialect, sn, callid, members } = event;
  return {
    id: newId(),
    dialect,
    sn,
    callid,
    members,
    receivedAt,
    callStartedAt: callStart(callid),
    ...attribute(members, traitsOf(dialect).transferor),
  };
}
