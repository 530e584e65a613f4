import type { Dialect } from '../../transfer/event.js';
import type { Outcome, Target, TransferKind, Transferee } from '../../transfer/transfer.js';

/** Whether the events that were sent decide a field at all: where not, the right answer is `unknown`. */
export interface Decided {
  transferor: boolean;
  transferee: boolean;
  target: boolean;
  kind: boolean;
  outcome: boolean;
  answeredAt: boolean;
  talkSeconds: boolean;
}

/** What really happened to one transfer, known because it was played and not worked out. */
export interface Truth {
  callid: string;
  sn: string;
  dialect: Dialect;
  scenario: string;
  /** Place among the transfers of its call, from 1. */
  hop: number;
  /** When the PBX reported it, by a true clock. */
  at: Date;
  /** When its first delivery is sent off (`X-Simulated-At`); tells which stored transfer it is. */
  sentAt: Date;
  transferor: string;
  transferee: Transferee;
  target: Target;
  kind: TransferKind;
  outcome: Outcome;
  answeredAt: Date | null;
  talkSeconds: number | null;
  decided: Decided;
}
