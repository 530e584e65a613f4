import type { Member } from '../../../transfer/member.js';
import type { EvidenceKind } from '../evidence/basis.js';
import type { Leg } from '../evidence/leg.js';
import type { PlacedRecord } from '../evidence/call-model.js';
import type { Attempt } from './attempts.js';
import type { CallPurpose } from './call-purpose.js';

/** Where a transfer went: the phones that were called for it, or the party that was asked before. */
export interface Destination {
  /** Null where no leg is known. */
  purpose: CallPurpose | null;
  /** Called one after the other: the first is what was dialled. */
  attempts: Attempt[];
  /** The leg that took the call. */
  answer: Leg | null;
  /** The same party's leg in this call, where it was asked in another one and the dialect names no channels. */
  legInCall: Leg | null;
  /** When the consultation began, where that is seen. */
  consultationBegan: number | null;
  /** The target had talked with the transferor before the transfer, in this call or under another id. */
  consulted: boolean;
  /** Known by the next transfer of the call alone. */
  member: Member | null;
  /** The next transfer proves that the call was taken, or that the transferor had it again. */
  takenByNext: boolean;
  recalledByNext: boolean;
  recall: Leg | null;
  /** Legs of parties that came when the call had been taken. */
  later: Leg[];
  /** There was a pause before them in which somebody can have had the call. */
  isInterrupted: boolean;
  /** The transferee's leg, and its records from the transfer on. */
  transferee: Leg | undefined;
  records: PlacedRecord[];
  evidence: EvidenceKind[];
}
