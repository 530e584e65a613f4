import type { Life } from '../call/call-script.js';
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
import { numberOf } from '../call/call-script.js';
import type { Scenario } from './scenario.js';

/** `*03` to an extension: the event comes before the target has rung. */
export const blind: Scenario[] = [
  {
    name: 'blind-by-callee',
    weight: 8,
    play: (life) => answered(life, 'callee'),
  },
  {
    name: 'blind-by-caller',
    weight: 6,
    play: (life) => answered(life, 'caller'),
  },
  {
    name: 'blind-inbound',
    weight: 40,
    play: (life) => answered(life, 'inbound'),
  },
  {
    name: 'blind-outbound',
    weight: 8,
    play: (life) => answered(life, 'outbound'),
  },
  {
    name: 'blind-unanswered',
    weight: 12,
    play: (life) => notTaken(life, 'unanswered'),
  },
  {
    name: 'blind-abandoned',
    weight: 7,
    play: (life) => notTaken(life, 'abandoned'),
  },
  /** On separate connections the transferor's BYE is easily there before the event. */
  {
    name: 'bye-overtakes',
    weight: 3,
    play: (life) => answered(life, undefined, { byeAfter: -life.random.between(1, 15) }),
  },
  {
    name: 'member-order-contradicted',
    weight: 1,
    play: memberOrderContradicted,
  },
  { name: 'transferor-lingers', weight: 3, play: transferorLingers },
];

function answered(life: Life, opening?: Opening, manner?: Manner): void {
  const talk = open(life, opening);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target), manner);
  const [leg] = ring(life, handed, [target]);
  life.wait(2, 15);
  if (!leg) return;
  answer(life, handed, leg);
  talkAndHangUp(life, handed, leg, { to: { number: numberOf(target) } });
  life.end();
}

function notTaken(life: Life, how: 'unanswered' | 'abandoned'): void {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  const legs = ring(life, handed, [target]);
  if (how === 'unanswered') life.wait(25, 30);
  else life.wait(4, 22);
  giveUp(life, handed, legs, {
    how,
    record: { to: { number: numberOf(target) }, status: 'no-answer' },
  });
  life.end();
}

/** No document promises which of two extensions stands where: here the neighbouring events say otherwise. */
function memberOrderContradicted(life: Life): void {
  answered(life, life.random.pick(['callee', 'caller'] as const), {
    swapped: true,
  });
}

/** The transferor hangs up while the target rings, and still shows as talking until the target answers. */
function transferorLingers(life: Life): void {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target), { byeAfter: false });
  const [leg] = ring(life, handed, [target]);
  life.wait(2, 8);
  if (!leg) return;
  answer(life, handed, leg);
  leave(life, handed.call, handed.by, handed.rest, life.now + life.random.between(1, 40));
  life.now += 50;
  talkAndHangUp(life, handed, leg, { to: { number: numberOf(target) } });
  life.end();
}
