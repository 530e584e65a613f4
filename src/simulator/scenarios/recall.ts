import { type CallScript, numberOfParty } from '../call/call-script.js';
import type { ScriptLeg } from '../call/script-call.js';
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
  type ScriptTalk,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';
import { longEnough } from './chain.js';

/** Nobody takes it and the transferor is called back: by the dial plan in the same call, by Asterisk under a new id. */
export const recall: Scenario[] = [
  {
    name: 'recall-answered',
    weight: 6,
    play: (script) => hangUpWithTransferor(script, 'same id'),
  },
  {
    name: 'recall-answered-new-id',
    weight: 3,
    play: (script) => hangUpWithTransferor(script, 'new id'),
  },
  {
    name: 'recall-unanswered',
    weight: 2,
    play: (script) => unanswered(script, 'same id'),
  },
  {
    name: 'recall-unanswered-new-id',
    weight: 2,
    play: (script) => unanswered(script, 'new id'),
  },
  { name: 'recall-then-again', weight: 3, play: thenAgain },
];

function notTaken(script: CallScript): Handed {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  const [leg] = ring(script, handed, [target]);
  script.wait(15, 30);
  if (leg) leave(script, handed.call, leg, handed.rest);
  recordTarget(script, handed, {
    to: { number: numberOfParty(target) },
    status: 'no-answer',
  });
  return handed;
}

/** The transferor's phone rings again. Under a new id it stands there alone and joins only when it answers. */
function callBack(
  script: CallScript,
  handed: Handed,
  how: 'same id' | 'new id',
): { back: ScriptLeg; unjoin: () => void } {
  if (how === 'same id') {
    const [back] = ring(script, handed, [handed.by.party]);
    if (!back) throw new Error('nobody was called back');
    return { back, unjoin: () => leave(script, handed.call, back, handed.rest) };
  }
  script.now += script.random.between(40, 400);
  const call = script.openCall();
  const back = script.join(call, handed.by.party);
  script.status(call, [{ leg: back, state: 'RING' }]);
  return { back, unjoin: () => leave(script, call, back) };
}

function returned(script: CallScript, how: 'same id' | 'new id'): ScriptTalk {
  const handed = notTaken(script);
  const { back } = callBack(script, handed, how);
  const startedAt = script.now;
  script.wait(2, 12);
  if (how === 'new id') handed.call.legs.push(back);
  connect(script, handed.call, handed.rest, back);
  handed.truth.outcome = 'returned';
  return {
    call: handed.call,
    by: back,
    rest: handed.rest,
    byCalled: false,
    startedAt,
    answeredAt: script.now,
  };
}

function hangUpWithTransferor(script: CallScript, how: 'same id' | 'new id'): void {
  const talk = returned(script, how);
  script.wait(5, 60);
  hangUp(script, talk);
  script.end();
}

function unanswered(script: CallScript, how: 'same id' | 'new id'): void {
  const handed = notTaken(script);
  const { back, unjoin } = callBack(script, handed, how);
  script.wait(15, 25);
  handed.truth.outcome = 'unanswered';
  unjoin();
  script.wait(2, 5);
  leave(script, handed.call, handed.rest, how === 'same id' ? back : undefined);
  script.end();
}

/** Back with the transferor, it is handed to somebody else. */
function thenAgain(script: CallScript): void {
  const talk = returned(script, script.random.pick(['same id', 'new id'] as const));
  longEnough(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  const legs = ring(script, handed, [target]);
  script.wait(3, 15);
  const record = { to: { number: numberOfParty(target) } };
  const [leg] = legs;
  if (leg && script.random.chance(0.8)) {
    answer(script, handed, leg);
    talkAndHangUp(script, handed, leg, record);
  } else
    giveUp(script, handed, legs, {
      how: 'abandoned',
      record: { ...record, status: 'no-answer' },
    });
  script.end();
}
