import { hash } from 'node:crypto';
import { attribute } from '../transfer/attribution.js';
import { callStart, newId } from '../transfer/ids.js';
import type { CallEvent, PbxEvent, StatusEvent, TransferEvent } from '../transfer/event.js';
import { hasOwnLeg, identity, pbxOf } from '../transfer/identity.js';
import type { Transfer } from '../transfer/transfer.js';
import { traitsOf } from './dialects/dialects.js';
import type { EventEntry, TransferEntry, BatchEntry } from './entry.js';
import type { Delivery } from './delivery.js';

/** The row that an event becomes, and what makes it the same as another; null where it says nothing about a call. */
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
  return { what: 'transfer', transfer, identity: identity(transfer, source), deliveries: 1, raw };
}

function eventEntry(event: CallEvent, { raw, at, source }: Delivery): EventEntry {
  return {
    what: 'event',
    id: newId(),
    event,
    receivedAt: at,
    digest: digestOf(event, source),
    subjects: event.what === 'status' ? subjectsOf(event) : null,
    raw,
  };
}

/** The same whatever the order of the keys, and for one call record in two dialects. */
function digestOf(event: CallEvent, source: string): string {
  const { dialect: _dialect, name: _name, sn, ...says } = event;
  return hash('sha256', JSON.stringify([pbxOf(sn, source), says]));
}

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
