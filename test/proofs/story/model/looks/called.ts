import { numberOf, type TransferAct } from '../../../../../src/simulator/pbx/channel.js';
import type { PushedEvent } from '../../../../../src/simulator/events/push-events.js';
import type { TransferTruth, TrueTarget } from '../../../../../src/simulator/truth/read-truth.js';
import type { RecordEvent } from '../../../../../src/transfer/event.js';
import { type Member, partyNumber } from '../../../../../src/transfer/member.js';
import { partiesOf } from '../../../../../src/transfer/parties.js';
import { spanOf } from './record-look.js';

/** A question begins before the event; of a blind transfer all but some milliseconds of disorder comes after it. */
const ASKED_BEFORE_MS = 5 * 60_000;
const DISORDER_MS = 100;
const RECORD_MS = 2000;

/** The target as far as the events say that it was called: a number can stand in them for other reasons as well. */
export function targetIn(truth: TransferTruth, arrived: PushedEvent[]): TrueTarget | undefined {
  const { targets, act } = truth;
  const called = calledIn(arrived, act, untilOf(truth));
  return targets.find(({ numbers, hasRung }) =>
    numbers.some((number) => called.inRecords.has(number) || (hasRung && called.byPhone.has(number))),
  );
}

/** Until somebody took the call, or the transferor had it back: who is called after that is called by them. */
function untilOf({ act, answeredAt }: TransferTruth): number {
  const recalled = act.arrivals.find(
    ({ purpose, arrival }) => purpose === 'recall' && arrival === 'answered',
  );
  return (answeredAt ?? recalled?.at ?? Infinity) + DISORDER_MS;
}

interface Called {
  inRecords: Set<string>;
  byPhone: Set<string>;
}

function calledIn(arrived: PushedEvent[], act: TransferAct, until: number): Called {
  const rest = numberOf(act.rest.party);
  const from = act.at - (act.how === 'attended' ? ASKED_BEFORE_MS : DISORDER_MS);
  const calls = callsAround(arrived, act, act.how === 'attended' ? [rest, act.transferor] : [rest]);
  const callers = act.how === 'attended' ? [rest, act.transferor] : [rest];
  const isOfAct = (event: RecordEvent) => {
    const { start, end } = spanOf(event);
    if (!callers.includes(event.from) || start > until + RECORD_MS) return false;
    // A forward can write one record of what was dialled and of where it led.
    return start >= from - RECORD_MS || (act.how === 'forward' && end > act.at + RECORD_MS);
  };
  const partner = act.partner && numberOf(act.partner.party);
  const inRecords: string[] = [];
  const byPhone: string[] = [];
  for (const { at, event, transfer } of arrived) {
    if (event.what === 'other' || event.what === 'survey' || !calls.has(event.callid) || transfer === act)
      continue;
    if (event.what === 'record') {
      if (isOfAct(event)) inRecords.push(event.to, event.answeredBy ?? '');
    } else if (at < from) continue;
    else if (event.what === 'transfer')
      byPhone.push(...event.members.map(partyNumber).filter((number) => number !== rest));
    else {
      const isOwn = event.callid === act.call.id;
      const member = {
        kind: act.rest.party.kind,
        number: rest,
        isOver: event.what === 'status' && at > until,
        partner,
      };
      byPhone.push(...event.members.flatMap((one) => calledBy(one, member, isOwn)));
    }
  }
  return { inRecords: new Set(inRecords), byPhone: new Set(byPhone) };
}

interface Rest {
  kind: Member['kind'];
  number: string;
  /** Somebody took the call before: only the path on the one handed on still counts. */
  isOver: boolean;
  /** Who was asked can have been on the phone before. */
  partner: string | null;
}

/** Who is ANSWERED calls, but a party that picks the call up in the call itself. */
function calledBy(member: Member, rest: Rest, isOwnCall: boolean): string[] {
  const isMerged = isOwnCall || partyNumber(member) === rest.partner;
  const isUp = ['RING', 'ANSWER', ...(isMerged ? ['ANSWERED'] : [])].includes(member.memberstatus ?? '');
  const isRest = partyNumber(member) === rest.number && member.kind === rest.kind;
  if (rest.isOver) return isRest ? [member.callpath ?? ''] : [];
  return [member.callpath ?? '', ...(isUp && !isRest ? [partyNumber(member)] : [])];
}

/** The transfer's own call, and those of its parties about that time. */
function callsAround(arrived: PushedEvent[], act: TransferAct, parties: string[]): Set<string> {
  const near = arrived.filter(({ at }) => at > act.at - ASKED_BEFORE_MS);
  return new Set([
    act.call.id,
    ...near.flatMap(({ event }) =>
      event.what !== 'other' &&
      event.what !== 'transfer' &&
      parties.some((party) => party !== '' && partiesOf(event).includes(party))
        ? [event.callid]
        : [],
    ),
  ]);
}
