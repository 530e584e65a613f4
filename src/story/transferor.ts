import { partyNumber, type Member } from '../transfer/member.js';
import type { Call } from './call.js';
import { DISORDER_MS } from './evidence.js';
import type { Hop } from './hops.js';
import { byeAt, legKey, toldTogether, type Leg } from './legs.js';
import type { Roles } from './roles.js';
import { consultations } from './elsewhere.js';
import type { Rung } from './target.js';
import { taker } from './records.js';

export interface Settled {
  transferor: string | null;
  transferee: Member | null;
  /** Not merely inferred from the order of the members. */
  certain: boolean;
  byStory: boolean;
}

export function settle(hop: Hop, roles: Roles, rung: Rung, call: Call): Settled {
  const { ext, basis } = hop.transfer.transferor;
  if (roles.either === null) {
    const byStory = ext === null && roles.transferor !== null;
    return {
      transferor: roles.transferor,
      transferee: roles.transferee,
      certain: roles.transferor !== null,
      byStory,
    };
  }
  const stayed = stayer(hop, roles.either, rung, call);
  if (stayed === null) {
    const transferee = roles.either.find((member) => partyNumber(member) !== ext) ?? null;
    return {
      transferor: ext,
      transferee: ext === null ? null : transferee,
      certain: basis === 'story',
      byStory: false,
    };
  }
  const left = roles.either[0] === stayed ? roles.either[1] : roles.either[0];
  return { transferor: partyNumber(left), transferee: stayed, certain: true, byStory: true };
}

/**
 * Of two extensions, the one that stayed with the call; the other transferred it. Null where the events do not say, or
 * contradict each other.
 */
function stayer(hop: Hop, either: [Member, Member], rung: Rung, call: Call): Member | null {
  const byNext = stayedForNext(hop, either);
  if (byNext !== null) return byNext;
  const votes = [
    byLeaving(either, call),
    rung.leg && byCompany(either, rung.leg, call),
    rung.number === null ? null : byRecords(hop, either, rung.number, call),
    byConsulting(hop, either, rung.number, call),
  ].filter((vote) => vote !== null);
  return votes.length > 0 && votes.every((vote) => vote === votes[0]) ? votes[0]! : null;
}

const legOf = (member: Member, call: Call): Leg | undefined => call.leg.get(legKey(call.callid, member));

/** Who is in the next transfer of the call did not leave in this one. */
function stayedForNext(hop: Hop, either: [Member, Member]): Member | null {
  const stayed = either.filter((member) => hop.next?.keys.has(legKey(hop.transfer.callid, member)));
  return stayed.length === 1 ? stayed[0]! : null;
}

/** The transferor's BYE comes with the transfer; the other's much later, when the call ends. */
function byLeaving(either: [Member, Member], call: Call): Member | null {
  const [a, b] = either.map((member) => byeAt(legOf(member, call)));
  if (a == null || b == null || Math.abs(a - b) <= DISORDER_MS) return null;
  return a > b ? either[0] : either[1];
}

/** Whoever ended in one event with the target was talking with it. */
function byCompany(either: [Member, Member], target: Leg, call: Call): Member | null {
  const ended = either.filter((member) => {
    const leg = legOf(member, call);
    return leg !== undefined && toldTogether(leg, ['BYE'], target, ['BYE']);
  });
  return ended.length === 1 ? ended[0]! : null;
}

/** A record from the one that stayed to the target; a consultation leaves one from the transferor too, begun earlier. */
function byRecords(hop: Hop, either: [Member, Member], target: string, call: Call): Member | null {
  const from = either.map((member) =>
    call.records.find(
      (record) =>
        record.from === partyNumber(member) &&
        (taker(record) === target || record.to === target) &&
        record.callid === call.callid,
    ),
  );
  const [a, b] = from;
  if (a && b) {
    if (a.start === null || b.start === null || a.start === b.start) return null;
    return a.start > b.start ? either[0] : either[1];
  }
  const only = a ?? b;
  if (only === undefined || only.start === null || only.start < hop.at - DISORDER_MS) return null;
  return a ? either[0] : either[1];
}

/** Who called the target shortly before, under another id, transferred; the other stayed. */
function byConsulting(hop: Hop, either: [Member, Member], target: string | null, call: Call): Member | null {
  const asked = either.map((member) =>
    consultations(hop, partyNumber(member), call).some((made) =>
      target === null ? made.merged : made.number === target,
    ),
  );
  if (asked[0] === asked[1]) return null;
  return asked[0] ? either[1] : either[0];
}
