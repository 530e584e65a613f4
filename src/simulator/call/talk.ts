import type { Steps } from '../pbx/agenda.js';
import type { Channel, ChannelParty } from '../pbx/channel.js';
import type { CallScript } from './call-script.js';

/** Two who talk; one may hand the other on. */
export interface Talking {
  by: Channel;
  rest: Channel;
}

/** Who calls: `callee` and `caller` say which of two extensions will hand on. */
export type Opening = 'callee' | 'caller' | 'inbound' | 'outbound';

const likely: Record<Opening, number> = { inbound: 60, callee: 15, caller: 10, outbound: 15 };

/** A call is made and answered. */
export function* open(script: CallScript, opening?: Opening, own?: string): Steps<Talking> {
  const { random, cast } = script;
  const kind =
    opening ?? random.weighted(['inbound', 'callee', 'caller', 'outbound'] as const, (k) => likely[k]);
  const number = own ?? (kind === 'inbound' ? cast.firstToAnswer() : cast.extension());
  if (kind === 'outbound' || kind === 'caller') {
    const to = kind === 'outbound' ? cast.outsider() : cast.extension();
    const [by, rest] = yield* script.call({ kind: 'ext', number }, to);
    return { by, rest };
  }
  const party =
    kind === 'inbound' ? fromOutside(script, number) : { kind: 'ext' as const, number: cast.extension() };
  const [rest, by] = yield* script.call(party, number);
  return { by, rest };
}

/** A caller from outside; a few withhold their number. */
export function fromOutside({ random, cast }: CallScript, to: string): ChannelParty {
  const from = random.chance(0.02) ? '' : cast.outsider();
  return { kind: 'inbound', from, to, trunkname: cast.trunk };
}

/** They talk, then one hands the other on to a number. */
export function* handOn(script: CallScript, { by, rest }: Talking, number: string): Steps {
  yield* script.wait(5, 90);
  script.transfers.blind(by, rest, number);
}

/** As before, and somebody there answers: the two who talk then. */
export function* handOnTo(
  script: CallScript,
  talk: Talking,
  number: string,
  within: [number, number] = [2, 15],
): Steps<Talking> {
  yield* handOn(script, talk, number);
  script.willAnswer(number, ...within);
  return { by: yield* script.answered(), rest: talk.rest };
}

/** They talk, one hangs up, the other follows. */
export function* talkAndHangUp(script: CallScript, { by, rest }: Talking): Steps {
  yield* script.wait(4, 240);
  const both = script.random.chance(0.5) ? [rest, by] : [by, rest];
  script.exchange.release(both, { byOwner: true });
}

/** The one handed on hangs up while it still rings. Where the events do not name both, none says who went first. */
export function* abandon(script: CallScript, rest: Channel, least: number, most: number): Steps {
  yield* script.wait(least, most);
  script.exchange.release([rest], { byOwner: true, peer: rest.journey?.dial?.legs[0] });
  if (!script.namesAll) script.undecided.add('outcome');
}

/** It rings till the time is up, and the caller is let go, after an announcement or at once: then none says who went first. */
export function ringsOut(script: CallScript): void {
  const isAnnounced = script.random.chance(0.5);
  script.decide('announcement', isAnnounced);
  if (!isAnnounced && !script.namesAll) script.undecided.add('outcome');
}
