import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';
import { traitsOf } from '../../../../src/intake/dialects/dialects.js';
import { attribute } from '../../../../src/transfer/attribution.js';
import type { CallEvent, StatusEvent, TransferEvent } from '../../../../src/transfer/event.js';
import { type Member, partyNumber } from '../../../../src/transfer/member.js';

type KeptEvent = PushedEvent & { event: CallEvent | TransferEvent };

interface Delivered {
  first: number;
  last: number;
}

const WINDOW_MS = 60 * 60_000;
/** How long after the first the same state is a re-send, whatever the phone did, one transfer says, or other states say. */
const AGAIN_AFTER_MS = { phoneRang: 5_000, transfer: 15_000, statesChanged: 60_000 };

/**
 * What an intake keeps of events as they arrive: the same bytes again are a re-send, unless what was kept in between says
 * that it has come true again. In the words of `src/intake/sql/resend.ts`, but for its last exception.
 */
export function keptOf(arrived: PushedEvent[]): PushedEvent[] {
  const delivered = new Map<string, Delivered>();
  const byCall = new Map<string, KeptEvent[]>();
  return arrived.filter((one) => {
    if (one.event.what === 'other') return false;
    const kept = one as KeptEvent;
    const call = byCall.get(kept.event.callid) ?? [];
    byCall.set(kept.event.callid, call);
    const key = JSON.stringify(kept.event);
    const before = delivered.get(key);
    delivered.set(key, { first: before?.first ?? one.at, last: one.at });
    if (before && isResend(kept, before, call)) return false;
    delivered.set(key, { first: one.at, last: one.at });
    call.push(kept);
    return true;
  });
}

function isResend({ event, at }: KeptEvent, { first, last }: Delivered, call: KeptEvent[]): boolean {
  if (at - last > WINDOW_MS) return false;
  const between = call.filter((other) => other.at > first && other.at <= at);
  const hasChannels = 'members' in event && event.members.some(({ channelid }) => channelid !== undefined);
  if (event.what === 'transfer') return hasChannels || !hasComeBack(event, between);
  if (event.what !== 'status' || hasChannels) return true;
  const transfers = between.filter((other) => other.event.what === 'transfer').length;
  const age = at - first;
  return !(
    transfers > 1 ||
    (age > AGAIN_AFTER_MS.phoneRang && hasRungAgain(event, between)) ||
    (age > AGAIN_AFTER_MS.transfer && transfers === 1) ||
    (age > AGAIN_AFTER_MS.statesChanged && hasChanged(event, between))
  );
}

/** The phone of the one who hands on rang or answered again, or somebody else handed the call on. */
function hasComeBack({ members, dialect }: TransferEvent, between: KeptEvent[]): boolean {
  const { transferor } = attribute(members, traitsOf(dialect).transferor);
  const own = transferor.ext === null ? extensionsOf(members) : [transferor.ext];
  const rang = between.some(
    ({ event }) =>
      event.what === 'status' &&
      event.members.some(
        (member) =>
          own.includes(partyNumber(member)) &&
          (member.memberstatus === 'RING' || (member.memberstatus === 'ANSWER' && event.name === 'ANSWER')),
      ),
  );
  const hasStates = between.some(({ event }) => event.what === 'status');
  return rang || (between.some(({ event }) => event.what === 'transfer') && !hasStates);
}

/** A phone that rings was put down in between; one in another state rang in between. */
function hasRungAgain(own: StatusEvent, between: KeptEvent[]): boolean {
  return own.members.some((member) => {
    if (member.kind !== 'ext') return false;
    const first = member.memberstatus === 'RING' ? 'BYE' : 'RING';
    return between.some(
      ({ event }) =>
        event.what === 'status' &&
        JSON.stringify(event) !== JSON.stringify(own) &&
        event.members.some((other) => partyNumber(other) === member.number && other.memberstatus === first),
    );
  });
}

function hasChanged(own: StatusEvent, between: KeptEvent[]): boolean {
  const subjects = extensionsOf(own.members);
  return between.some(
    ({ event }) =>
      event.what === 'status' &&
      JSON.stringify(event) !== JSON.stringify(own) &&
      event.members.some((member) => {
        const isOwn = subjects.includes(partyNumber(member));
        return isOwn
          ? member.memberstatus === 'BYE' || member.memberstatus === 'RING'
          : member.memberstatus === 'ANSWER' && member.kind === 'ext';
      }),
  );
}

const extensionsOf = (members: Member[]): string[] =>
  members.flatMap((member) => (member.kind === 'ext' ? [member.number] : []));
