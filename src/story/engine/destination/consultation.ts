import type { Call, Part, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { attemptsOf, type Attempt } from './attempts.js';
import { inSequence, joinedAt } from './legs-of-transfer.js';
import { DISORDER_MS } from '../evidence/evidence.js';
import {
  began,
  byeAt,
  firstInCall,
  inCall,
  rang,
  talked,
  TALKING,
  THERE,
  type Leg,
} from '../evidence/leg.js';
import { endOf, taker } from '../evidence/records.js';
import { CONSULTED_BEFORE_MS } from '../evidence/related.js';

/** The transferor's call to the target under an id of its own. */
export interface Consultation {
  number: string;
  /** The one that is seen in the transferred call, else that talks with the transferor, else that rang last. */
  leg: Leg | null;
  /** Its leg in the transferred call, another one where the dialect names no channels. */
  legInCall: Leg | null;
  consultationBegan: number | null;
  /** What was called for the consultation, in order. */
  attempts: Attempt[];
  /** The target is seen in the transferred call too: this was the consultation, not just another call. */
  joined: boolean;
  /** At least the way in which the two calls ended says that this was the consultation. */
  merged: boolean;
}

/** When a consultation is merged, both legs of the transferor end within this time. */
const ONE_ACT_MS = 1_000;

/**
 * Calls that the transferor had at the moment of the transfer. Which of them was the consultation shows at its end: the
 * target's channel appears in the first call, or the transferor's BYE comes alone.
 */
export function consultations(transfer: TransferInCall, transferor: string, call: Call): Consultation[] {
  return call.around.flatMap((part) => {
    const own = ownLeg(part, transferor);
    const [record, ...more] = part.records.filter(
      (each) => each.from === transferor && each.sourceTrunk === null,
    );
    const last = [record, ...more].at(-1);
    if (wasOfPrevious(part, transferor, transfer)) return [];
    if ((own === undefined && record === undefined) || !isAtTransfer(part, own, last, transfer)) return [];
    const { attempts, leg, legInCall } = consultedIn(
      part,
      isOlderCall(part, own, transferor, transfer, call),
      transferor,
      transfer,
      call,
    );
    const number = leg?.number ?? (record && taker(record));
    if (number === undefined || number === transferor || (leg === null && transfer.numbers.has(number)))
      return [];
    const joined = legInCall !== null;
    const merged = joined || (leg !== null && leftAlone(own, leg, transferor, transfer));
    return [
      {
        number,
        leg,
        legInCall,
        attempts,
        joined,
        merged,
        consultationBegan: own === undefined ? null : began(own),
      },
    ];
  });
}

/** The transferor of the transfer before had called this transferor in it. */
const wasOfPrevious = ({ start, legs }: Part, transferor: string, { previous }: TransferInCall): boolean =>
  previous !== null &&
  start !== null &&
  start < previous.latest &&
  legs.some(
    (leg) =>
      leg.kind === 'ext' && leg.number !== transferor && previous.parties.has(leg.party) && isCalling(leg),
  ) &&
  legs.some((leg) => leg.number === transferor && rang(leg) && !isCalling(leg));

const isCalling = (leg: Leg): boolean => leg.first.has('ALERT') || leg.first.has('ANSWERED');

function ownLeg({ callid, legs }: Part, transferor: string): Leg | undefined {
  return legs.findLast(
    (leg) =>
      leg.kind === 'ext' &&
      leg.number === transferor &&
      leg.statuses[0]!.callid === callid &&
      (leg.statuses[0]!.status !== 'RING' || talked(leg)),
  );
}

function isAtTransfer(
  { start }: Part,
  own: Leg | undefined,
  record: PlacedRecord | undefined,
  transfer: TransferInCall,
): boolean {
  if (start === null || start < transfer.at - CONSULTED_BEFORE_MS || start > transfer.at) return false;
  const ended = byeAt(own) ?? (record === undefined ? null : endOf(record));
  return ended === null || ended >= transfer.latest - 2 * ONE_ACT_MS;
}

/**
 * Two calls can be merged of which neither is a consultation: one in which the transferor was called, or that is older
 * than the transferred call.
 */
function isOlderCall(
  { start }: Part,
  own: Leg | undefined,
  transferor: string,
  transfer: TransferInCall,
  call: Call,
): boolean {
  const joined = joinedAt(transfer, [transferor], call);
  return own?.statuses[0]!.status === 'RING' || (joined !== null && start !== null && start < joined);
}

function consultedIn(
  { callid, legs }: Part,
  isOlder: boolean,
  transferor: string,
  transfer: TransferInCall,
  call: Call,
): Pick<Consultation, 'attempts' | 'leg' | 'legInCall'> {
  const others = legs.filter(
    (leg) =>
      leg.statuses[0]!.callid === callid && leg.number !== transferor && !transfer.parties.has(leg.party),
  );
  const older = isOlder ? others.find((leg) => legSeenInCall(leg, transfer, call) !== null) : undefined;
  if (older !== undefined)
    return {
      attempts: [{ legs: [older], answer: older }],
      leg: older,
      legInCall: legSeenInCall(older, transfer, call),
    };
  const { attempts, answer } = attemptsOf(inSequence(others.filter((leg) => !isOutsideCaller(leg))), {
    transferors: [],
    callid,
    since: null,
  });
  const phones = attempts.at(-1)?.legs.filter(rang) ?? [];
  const found = (answer === null ? phones : [answer]).flatMap((leg) => {
    const legInCall = legSeenInCall(leg, transfer, call);
    return legInCall === null ? [] : [{ leg, legInCall }];
  });
  const [first] = found;
  const merged = found.find(({ legInCall }) => talked(legInCall)) ?? first;
  return { attempts, ...(merged ?? { leg: answer ?? phones.at(-1) ?? null, legInCall: null }) };
}

/** An outside caller is not consulted, but two calls can be merged. */
const isOutsideCaller = (leg: Leg): boolean => leg.kind === 'inbound';

/** From the transfer on; without channels it has a leg of its own in the first call, which never rang. */
function legSeenInCall(leg: Leg, transfer: TransferInCall, call: Call): Leg | null {
  const since = transfer.latest - DISORDER_MS;
  if (inCall(leg, call.callid)) {
    const from = firstInCall(leg, [...TALKING, 'HOLD', 'BYE'], call.callid);
    return from !== null && from >= since ? leg : null;
  }
  if (leg.seq !== null || (byeAt(leg) ?? Infinity) < since) return null;
  return (
    call.own.legs.find(
      (other) => other.party === leg.party && other.statuses[0]!.status !== 'RING' && began(other) >= since,
    ) ?? null
  );
}

/**
 * The consultation's call id ends with the BYE of the transferor alone: both of his legs end in one moment, and the
 * target stays. A transferor who is still there after the transfer has another call of his own.
 */
function leftAlone(own: Leg | undefined, leg: Leg, transferor: string, transfer: TransferInCall): boolean {
  if (own === undefined || !talked(leg)) return false;
  const member = transfer.members.find((each) => each.kind === 'ext' && each.number === transferor);
  const [ended, left] = [byeAt(own), member && byeAt(transfer.legs.get(member))];
  if (ended === null || left == null || Math.abs(ended - left) > ONE_ACT_MS) return false;
  const over = byeAt(leg);
  if (over !== null && over <= ended + DISORDER_MS) return false;
  return !own.statuses.some(
    ({ at, status, repeated }) => at > transfer.at && !repeated && THERE.includes(status),
  );
}
