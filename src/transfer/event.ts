import type { Member } from './member.js';

/** The name of a dialect; intake/dialects lists them and knows what is special about each. */
export type Dialect = string;

/** What every event says, whatever it is about. `sn` is the empty string where the PBX left it out (old v1 firmware). */
export interface EventHeader {
  dialect: Dialect;
  /** The event's name as the PBX spelled it: `Tranfer`, `NewCdr`, `30013`. */
  name: string;
  sn: string;
}

/** A call was transferred. It has no time, no destination, no kind and no outcome of its own. */
export interface TransferEvent extends EventHeader {
  what: 'transfer';
  callid: string;
  members: Member[];
}

/** The state of a call's members (CallStatus; v1's RING, ALERT, ANSWER, ANSWERED, BYE). May name nobody. */
export interface StatusEvent extends EventHeader {
  what: 'status';
  callid: string;
  /** With the `memberstatus` of the event, upper case: v2 and P-Series give each one's, the others the first one's alone. */
  members: Member[];
}

/** A call record (NewCdr). One call can have several, and they can come before its last status. */
export interface RecordEvent extends EventHeader {
  what: 'record';
  callid: string;
  /** PBX local time without a zone, `YYYY-MM-DD HH:MM:SS`, as sent; the PBX's offset is its distance to the call id's seconds. */
  startedAtLocal: string | null;
  from: string;
  to: string;
  /** The extension that took the call, where `callto` reads `6200(4002)`. */
  answeredBy: string | null;
  /** Whole seconds; null where the PBX sent none. Talk can include ringing after a blind transfer. */
  callSeconds: number | null;
  talkSeconds: number | null;
  sourceTrunk: string | null;
  targetTrunk: string | null;
  status: RecordStatus;
  type: RecordType;
  /** The outside number of the company that was called (`didnumber`). */
  did?: string;
  /** The name of the recording's file. It contains the numbers of both ends. */
  recording?: string;
  /** The PBX did not push it: it was fetched after a silence. */
  fetched?: true;
  /** What a P-Series PBX calls the call in its records, which it can show without the call id. */
  uid?: string;
  /** That the leg ended in a transfer, and whose, where the record says so. */
  transferred?: { by: string; kind: 'blind' | 'attended' };
}
export const RECORD_STATUSES = [
  'answered',
  'no-answer',
  'busy',
  'failed',
  'abandoned',
  'voicemail',
  'unknown',
] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];
export const RECORD_TYPES = ['internal', 'inbound', 'outbound', 'unknown'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** A call was forwarded (call forwarding, no user action). */
export interface ForwardEvent extends EventHeader {
  what: 'forward';
  callid: string;
  members: Member[];
}

/** A call could not be made. */
export interface FailedEvent extends EventHeader {
  what: 'failed';
  callid: string;
  reason: string;
  members: Member[];
}

/** What the caller answered in a survey after the call: the key that was pressed. */
export interface SurveyEvent extends EventHeader {
  what: 'survey';
  callid: string;
  result: string;
}

/** Says nothing about what becomes of a call, or has no call id: answered `ignored`, and not stored. */
export interface OtherEvent extends EventHeader {
  what: 'other';
}

/** An event from which a transfer's story is computed. */
export type CallEvent = StatusEvent | RecordEvent | ForwardEvent | FailedEvent;

/** An event that is kept as a fact of its call: answered `recorded`. */
export type KeptEvent = CallEvent | SurveyEvent;

export type PbxEvent = TransferEvent | KeptEvent | OtherEvent;
