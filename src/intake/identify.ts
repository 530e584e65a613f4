import { hash } from 'node:crypto';
import { attribute } from '../transfer/attribution.js';
import { callStart } from '../transfer/call-id.js';
import type { KeptEvent, PbxEvent, RecordEvent, StatusEvent, TransferEvent } from '../transfer/event.js';
import { hasOwnLeg, identity, pbxOf, senderOf } from '../transfer/identity.js';
import { newId } from '../transfer/new-id.js';
import type { Transfer } from '../transfer/transfer.js';
import { traitsOf } from './dialects/dialects.js';
import type { EventWrite, TransferWrite, Write } from './write.js';
import type { Delivery } from './delivery.js';

/** The row that an event becomes, and what makes it the same as another; null where it says nothing about a call. */
export function identify(event: PbxEvent, delivery: Delivery): Write | null {
  switch (event.what) {
    case 'other':
      return null;
    case 'transfer':
      return transferWrite(event, delivery);
    default:
      return eventWrite(event, delivery);
  }
}

function transferWrite(event: TransferEvent, { raw, at, source }: Delivery): TransferWrite {
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

function eventWrite(event: KeptEvent, { raw, at, source }: Delivery): EventWrite {
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
  const { dialect: _1, name: _2, did: _3, recording: _4, sn, ...says } = event as KeptEvent & MoreFields;
  return hash('sha256', JSON.stringify([pbxOf(sn, source), says]));
}

type MoreFields = Pick<RecordEvent, 'did' | 'recording'>;

/** Null where each channel belongs to one leg alone: its state does not come true again. */
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
