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
  return targets.find(({ numbers }) => numbers.some((number) => called.has(number)));
}

/** Until somebody took the call, or the transferor had it back: who is called after that is called by them. */
function untilOf({ act, answeredAt }: TransferTruth): number {
  const recalled = act.arrivals.find(
    ({ purpose, arrival }) => purpose === 'recall' && arrival === 'answered',
  );
  return (answeredAt ?? recalled?.at ?? Infinity) + DISORDER_MS;
}

function calledIn(arrived: PushedEvent[], act: TransferAct, until: number): Set<string> {
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
  return new Set(
    arrived.flatMap(({ at, event, transfer }) => {
      if (event.what === 'other' || event.what === 'survey' || !calls.has(event.callid) || transfer === act)
        return [];
      if (event.what === 'record') return isOfAct(event) ? [event.to, event.answeredBy ?? ''] : [];
      if (at < from) return [];
      if (event.what === 'status' && at > until)
        return event.members.flatMap((member) =>
          partyNumber(member) === rest ? [member.callpath ?? ''] : [],
        );
      if (event.what === 'transfer')
        return event.members.map(partyNumber).filter((number) => number !== rest);
      return event.members.flatMap((member) => calledBy(member, { kind: act.rest.party.kind, number: rest }));
    }),
  );
}

interface Rest {
  kind: Member['kind'];
  number: string;
}

function calledBy(member: Member, rest: Rest): string[] {
  const isUp = ['RING', 'ANSWER', 'ANSWERED'].includes(member.memberstatus ?? '');
  const isRest = partyNumber(member) === rest.number && member.kind === rest.kind;
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
