import type { RecordEvent } from './event.js';
import type { Member } from './member.js';
import type { Direction, Outcome, Target, TransferKind } from './transfer.js';

/** A record that is kept, with the time of its arrival: the end of its leg, where it was fetched. */
export interface KnownRecord {
  receivedAt: Date;
  record: RecordEvent;
}

/** A transfer that no event reports and that follows from two records of its call. */
export interface InferredTransfer {
  hop: number;
  at: Date;
  transferor: string;
  /** The one handed on first, then the transferor. */
  members: [Member, Member];
  direction: Direction;
  target: Target;
  kind: TransferKind;
  outcome: Outcome;
  did: string | null;
}
