import { type CallScript, numberOfParty } from '../call/call-script.js';
import {
  answer,
  giveUp,
  handOver,
  leave,
  type Manner,
  type Opening,
  open,
  ring,
  talkAndHangUp,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** `*03` to an extension: the event comes before the target's phone rings. */
export const blind: Scenario[] = [
  {
    name: 'blind-by-callee',
    weight: 8,
    play: (script) => answered(script, 'callee'),
  },
  {
    name: 'blind-by-caller',
    weight: 6,
    play: (script) => answered(script, 'caller'),
  },
  {
    name: 'blind-inbound',
    weight: 40,
    play: (script) => answered(script, 'inbound'),
  },
  {
    name: 'blind-outbound',
    weight: 8,
    play: (script) => answered(script, 'outbound'),
  },
  {
    name: 'blind-unanswered',
    weight: 12,
    play: (script) => notTaken(script, 'unanswered'),
  },
  {
    name: 'blind-abandoned',
    weight: 7,
    play: (script) => notTaken(script, 'abandoned'),
  },
  /** On separate connections the transferor's BYE is easily there before the event. */
  {
    name: 'bye-overtakes',
    weight: 3,
    play: (script) => answered(script, undefined, { byeAfter: -script.random.between(1, 15) }),
  },
  {
    name: 'member-order-contradicted',
    weight: 1,
    play: memberOrderContradicted,
  },
  { name: 'transferor-lingers', weight: 3, play: transferorLingers },
];

function answered(script: CallScript, opening?: Opening, manner?: Manner): void {
  const talk = open(script, opening);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target), manner);
  const [leg] = ring(script, handed, [target]);
  script.wait(2, 15);
  if (!leg) return;
  answer(script, handed, leg);
  talkAndHangUp(script, handed, leg, { to: { number: numberOfParty(target) } });
  script.end();
}

function notTaken(script: CallScript, how: 'unanswered' | 'abandoned'): void {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  const legs = ring(script, handed, [target]);
  if (how === 'unanswered') script.wait(25, 30);
  else script.wait(4, 22);
  giveUp(script, handed, legs, {
    how,
    record: { to: { number: numberOfParty(target) }, status: 'no-answer' },
  });
  script.end();
}

/** No document promises which of two extensions stands where: here the neighbouring events say otherwise. */
function memberOrderContradicted(script: CallScript): void {
  answered(script, script.random.pick(['callee', 'caller'] as const), {
    swapped: true,
  });
}

/** The transferor hangs up while the target rings, and still shows as talking until the target answers. */
function transferorLingers(script: CallScript): void {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target), { byeAfter: false });
  const [leg] = ring(script, handed, [target]);
  script.wait(2, 8);
  if (!leg) return;
  answer(script, handed, leg);
  leave(script, handed.call, handed.by, handed.rest, script.now + script.random.between(1, 40));
  script.now += 50;
  talkAndHangUp(script, handed, leg, { to: { number: numberOfParty(target) } });
  script.end();
}
