import type { Outcome } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';
import { began, byeAt, firstAt, namedTogether, rang, RINGING, TALKING, type Leg } from '../evidence/leg.js';
import { ANNOUNCEMENT_MS, LONG_RINGING_MS, OPEN, type Ending } from './ending.js';

const STILL_THERE = [...RINGING, ...TALKING, 'HOLD'];

/** Says who ended the ringing: the PBX when the time was up, or the transferee. */
export function endOfRinging(
  { transfer, destination, recorded, group }: Ending,
  legs: Leg[],
  call: Call,
): Claim<Outcome> {
  const { recall, transferee } = destination;
  const joined = recall !== null && recall.calls.size > 1;
  // Without channels it can be one of a group that rings its members in turn.
  if (recall !== null && !joined && recall.hasNoChannel && recorded.dialled === null) return OPEN;
  if (recall !== null) return claim(joined ? 'returned' : 'unanswered', 'call-status');
  if (transferee === undefined) return OPEN;
  const last = destination.attempts.at(-1)!.legs;
  if (last.some((leg) => namedTogether(transferee, ['BYE'], leg, RINGING)))
    return claim('abandoned', 'call-status');
  // A declined call looks like a ring time-out, unless it rang for long.
  if (rangFor(last) < LONG_RINGING_MS) return OPEN;
  const { dialled } = recorded;
  // A phone of a queue can have stopped because its round was over, and the caller have left after that.
  const isNamed = last.every(({ hasNoChannel, number }) => !hasNoChannel || dialled?.to === number);
  if (!isNamed) return OPEN;
  if (group && !last.some((leg) => rang(leg))) return OPEN;
  if (talkedOn(transferee, last) || talkedMeanwhile(transferee, last)) return OPEN;
  if (mayBeCalledBackUnseen(transfer, transferee, last, call)) return OPEN;
  const record = dialled === null ? [] : (['call-record'] as const);
  const over = Math.max(...last.map((leg) => byeAt(leg) ?? Infinity));
  const left = byeAt(transferee);
  // Where it rings in rounds, no phone rings between two of them either.
  if (group && destination.attempts.length > 1 && left !== null && left - over >= ANNOUNCEMENT_MS / 2)
    return OPEN;
  if (legs.some((leg) => namedTogether(leg, ['BYE'], transferee, STILL_THERE)))
    return claim('unanswered', 'call-status', ...record);
  // The legs of a caller who hangs up end within milliseconds, in any order; an announcement takes seconds.
  return left !== null && left - over >= ANNOUNCEMENT_MS
    ? claim('unanswered', 'call-status', ...record)
    : OPEN;
}

/** Where each state is pushed once, a transferee who is connected after the ringing talks with an unknown party. */
function talkedOn(transferee: Leg, legs: Leg[]): boolean {
  const over = Math.max(...legs.map((leg) => byeAt(leg) ?? Infinity));
  return (
    transferee.seq === null &&
    transferee.statuses.some(({ at, status }) => at > over && TALKING.includes(status))
  );
}

/** Another party took the call while the phones rang, and its event was left out as a re-send. */
const talkedMeanwhile = (transferee: Leg, legs: Leg[]): boolean =>
  transferee.hasNoChannel &&
  transferee.statuses.some(
    ({ at, status }) => TALKING.includes(status) && legs.some((leg) => rang(leg) && at > began(leg)),
  );

const RESENT_WITHIN_MS = 60_000;

/** The recall of a party whose phone was ringing a moment before looks like a re-send of that ringing. */
function mayBeCalledBackUnseen(
  transfer: TransferInCall,
  transferee: Leg,
  legs: Leg[],
  { own }: Call,
): boolean {
  const over = Math.max(...legs.map((leg) => byeAt(leg) ?? Infinity));
  return (
    transferee.hasNoChannel &&
    own.legs.some(
      (leg) =>
        leg.kind === 'ext' &&
        transfer.parties.has(leg.party) &&
        leg.party !== transferee.party &&
        leg.statuses.some(({ at, status }) => status === 'RING' && at > over - RESENT_WITHIN_MS),
    )
  );
}

function rangFor(legs: Leg[]): number {
  const from = Math.min(...legs.map((leg) => firstAt(leg, RINGING) ?? Infinity));
  const to = Math.max(...legs.map((leg) => byeAt(leg) ?? -Infinity));
  return to - from;
}
