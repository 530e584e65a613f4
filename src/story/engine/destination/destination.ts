import { partyNumber, type Member } from '../../../transfer/member.js';
import type { EvidenceKind } from '../evidence/basis.js';
import type { Call } from '../evidence/call.js';
import type { Leg } from '../evidence/leg.js';
import type { PlacedRecord } from '../evidence/records.js';
import type { TransferInCall } from '../evidence/transfers-in-call.js';
import type { Attempt } from './attempts.js';
import { takerByNext } from './by-next.js';
import { inThisCall } from './in-this-call.js';
import type { Manner } from './manner.js';
import type { People, Roles } from '../people/roles.js';

/** Where a transfer went: the phones that were rung for it, or the party that was asked before. */
export interface Destination {
  /** Null where no leg is known. */
  manner: Manner | null;
  /** Rung one after the other: the first is what was dialled. */
  attempts: Attempt[];
  /** The leg that took the call. */
  answer: Leg | null;
  /** A leg that took the call had it before the transfer, or another id had. */
  consulted: boolean;
  /** Known by the next transfer of the call alone. */
  member: Member | null;
  /** The next transfer proves that the call was taken, or that the transferor had it again. */
  linked: boolean;
  recalled: boolean;
  recall: Leg | null;
  /** Legs of parties that came when the call had been taken. */
  later: Leg[];
  /** Where the transferee was meanwhile, and its records from then on. */
  transferee: Leg | undefined;
  records: PlacedRecord[];
  rests: EvidenceKind[];
}

export const NOWHERE: Destination = {
  manner: null,
  attempts: [],
  answer: null,
  consulted: false,
  member: null,
  linked: false,
  recalled: false,
  recall: null,
  later: [],
  transferee: undefined,
  records: [],
  rests: [],
};

/** What the legs of the call itself, and its next transfer, say. */
export function destinationInCall(
  transfer: TransferInCall,
  roles: Roles,
  people: People,
  call: Call,
): Destination {
  const destination = { ...NOWHERE, ...inThisCall(transfer, roles, people, call) };
  const taker = takerByNext(transfer);
  if (taker === null) return destination;
  const number = partyNumber(taker);
  if (taker.kind === 'ext' && people.transferors.includes(number))
    return isAnswer(destination, number)
      ? destination
      : { ...destination, recalled: true, rests: [...destination.rests, 'next-transfer'] };
  const rung = destination.attempts.some(({ legs, answer }) =>
    [...legs, answer].some((leg) => leg?.number === number && leg.kind === taker.kind),
  );
  if (!rung && (destination.attempts.length > 0 || transfer.numbers.has(number))) return destination;
  const member = destination.attempts.length === 0 ? taker : null;
  return { ...destination, member, linked: true, rests: [...destination.rests, 'next-transfer'] };
}

const isAnswer = ({ answer }: Destination, number: string): boolean => answer?.number === number;

/** The parties that the first attempt rang. */
export function dialled({ attempts, member }: Destination): { kind: Member['kind']; number: string }[] {
  if (member !== null) return [{ kind: member.kind, number: partyNumber(member) }];
  const legs = attempts[0]?.legs ?? [];
  return legs.filter((leg, i) => legs.findIndex(({ party }) => party === leg.party) === i);
}
