import type { Dialect } from '../transfer/event.js';
import type { Member } from '../transfer/member.js';
import type {
  Direction,
  Outcome,
  Target,
  Transferee,
  TransferKind,
  Transferor,
} from '../transfer/transfer.js';

/** A transfer as the API shows it. Times are ISO 8601 in UTC. */
export interface TransferView {
  id: string;
  callid: string;
  sn: string | null;
  dialect: Dialect;
  receivedAt: string;
  callStartedAt: string | null;
  direction: Direction;
  transferor: Transferor;
  transferee: Transferee | null;
  target: Target | null;
  kind: TransferKind;
  outcome: Outcome;
  answeredAt: string | null;
  talkSeconds: number | null;
  storyBasis: string | null;
  /** False: only the records of its call betray it. */
  reported: boolean;
  hop: number;
  deliveries: number;
  members: Member[];
}
