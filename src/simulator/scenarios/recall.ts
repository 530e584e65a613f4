import type { Leg, Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import {
  answer,
  connect,
  giveUp,
  handOver,
  type Handed,
  hangUp,
  leave,
  open,
  recordTarget,
  ring,
  talkAndHangUp,
  type Talk,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';
import { longEnough } from './chain.js';

/** Nobody takes it and the transferor is called back: by the dial plan in the same call, by Asterisk under a new id. */
export const recall: Scenario[] = [
  {
    name: 'recall-answered',
    weight: 6,
    play: (life) => hangUpWithTransferor(life, 'same id'),
  },
  {
    name: 'recall-answered-new-id',
    weight: 3,
    play: (life) => hangUpWithTransferor(life, 'new id'),
  },
  {
    name: 'recall-unanswered',
    weight: 2,
    play: (life) => unanswered(life, 'same id'),
  },
  {
    name: 'recall-unanswered-new-id',
    weight: 2,
    play: (life) => unanswered(life, 'new id'),
  },
  { name: 'recall-then-again', weight: 3, play: thenAgain },
];

function notTaken(life: Life): Handed {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  const [leg] = ring(life, handed, [target]);
  life.wait(15, 30);
  if (leg) leave(life, handed.call, leg, handed.rest);
  recordTarget(life, handed, {
    to: { number: numberOf(target) },
    status: 'no-answer',
  });
  return handed;
}

/** The transferor's phone rings again. Under a new id it stands there alone and joins only when it answers. */
function callBack(life: Life, handed: Handed, how: 'same id' | 'new id'): { back: Leg; unjoin: () => void } {
  if (how === 'same id') {
    const [back] = ring(life, handed, [handed.by.party]);
    if (!back) throw new Error('nobody was called back');
    return { back, unjoin: () => leave(life, handed.call, back, handed.rest) };
  }
  life.now += life.random.between(40, 400);
  const call = life.openCall();
  const back = life.join(call, handed.by.party);
  life.status(call, [{ leg: back, state: 'RING' }]);
  return { back, unjoin: () => leave(life, call, back) };
}

function returned(life: Life, how: 'same id' | 'new id'): Talk {
  const handed = notTaken(life);
  const { back } = callBack(life, handed, how);
  const startedAt = life.now;
  life.wait(2, 12);
  if (how === 'new id') handed.call.legs.push(back);
  connect(life, handed.call, handed.rest, back);
  handed.truth.outcome = 'returned';
  return {
    call: handed.call,
    by: back,
    rest: handed.rest,
    byCalled: false,
    startedAt,
    answeredAt: life.now,
  };
}

function hangUpWithTransferor(life: Life, how: 'same id' | 'new id'): void {
  const talk = returned(life, how);
  life.wait(5, 60);
  hangUp(life, talk);
  life.end();
}

function unanswered(life: Life, how: 'same id' | 'new id'): void {
  const handed = notTaken(life);
  const { back, unjoin } = callBack(life, handed, how);
  life.wait(15, 25);
  handed.truth.outcome = 'unanswered';
  unjoin();
  life.wait(2, 5);
  leave(life, handed.call, handed.rest, how === 'same id' ? back : undefined);
  life.end();
}

/** Back with the transferor, it is handed to somebody else. */
function thenAgain(life: Life): void {
  const talk = returned(life, life.random.pick(['same id', 'new id'] as const));
  longEnough(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  const legs = ring(life, handed, [target]);
  life.wait(3, 15);
  const record = { to: { number: numberOf(target) } };
  const [leg] = legs;
  if (leg && life.random.chance(0.8)) {
    answer(life, handed, leg);
    talkAndHangUp(life, handed, leg, record);
  } else
    giveUp(life, handed, legs, {
      how: 'abandoned',
      record: { ...record, status: 'no-answer' },
    });
  life.end();
}
