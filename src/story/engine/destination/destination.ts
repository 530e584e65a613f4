import { partyNumber, type Member } from '../../../transfer/member.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';
import { takerByNextTransfer } from './taker-by-next-transfer.js';
import { destinationByLegs } from './destination-by-legs.js';
import type { TalkingParties, Roles } from '../people/roles.js';
import type { Destination } from './destination-model.js';

export const NOWHERE: Destination = {
  purpose: null,
  attempts: [],
  answer: null,
  legInCall: null,
  consultationBegan: null,
  consulted: false,
  member: null,
  takenByNext: false,
  recalledByNext: false,
  recall: null,
  later: [],
  isInterrupted: false,
  transferee: undefined,
  records: [],
  evidence: [],
};

/** What the legs of the call itself, and its next transfer, say. */
export function destinationInCall(
  transfer: TransferInCall,
  roles: Roles,
  people: TalkingParties,
  call: Call,
): Destination {
  const destination = { ...NOWHERE, ...destinationByLegs(transfer, roles, people, call) };
  const taker = takerByNextTransfer(transfer);
  if (taker === null) return destination;
  const number = partyNumber(taker);
  if (taker.kind === 'ext' && people.transferors.includes(number))
    return isAnswer(destination, number)
      ? destination
      : { ...destination, recalledByNext: true, evidence: [...destination.evidence, 'next-transfer'] };
  const called = destination.attempts.some(({ legs, answer }) =>
    [...legs, answer].some((leg) => leg?.number === number && leg.kind === taker.kind),
  );
  if (!called && (destination.attempts.length > 0 || transfer.numbers.has(number))) return destination;
  const member = destination.attempts.length === 0 ? taker : null;
  return { ...destination, member, takenByNext: true, evidence: [...destination.evidence, 'next-transfer'] };
}

const isAnswer = ({ answer }: Destination, number: string): boolean => answer?.number === number;

/** The parties that the first attempt rang. */
export function firstCalled({ attempts, member }: Destination): { kind: Member['kind']; number: string }[] {
  if (member !== null) return [{ kind: member.kind, number: partyNumber(member) }];
  const legs = attempts[0]?.legs ?? [];
  return legs.filter((leg, i) => legs.findIndex(({ party }) => party === leg.party) === i);
}
