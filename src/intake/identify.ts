import { hash } from 'node:crypto';
import { attribute } from '../transfer/attribution.js';
import { callStart } from '../transfer/call-id.js';
import type { CallEvent, PbxEvent, TransferEvent } from '../transfer/event.js';
import { identity } from '../transfer/identity.js';
import { newId } from '../transfer/new-id.js';
import type { Transfer } from '../transfer/transfer.js';
import { traitsOf } from './dialects/dialects.js';
import type { EventWrite, TransferWrite, Write } from './event.store.js';
import type { Delivery } from './pipeline.js';

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

function transferWrite(event: TransferEvent, { raw, at }: Delivery): TransferWrite {
  const { digest, forever } = identity(event);
  return { what: 'transfer', transfer: toTransfer(event, at), identity: digest, forever, deliveries: 1, raw };
}

function eventWrite(event: CallEvent, { raw, at }: Delivery): EventWrite {
  return { what: 'event', id: newId(), event, receivedAt: at, digest: hash('sha256', raw), raw };
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
