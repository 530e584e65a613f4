import type { Call, Leg, Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import {
  answer,
  connect,
  handOver,
  hangUp,
  open,
  ring,
  type Talk,
  talkAndHangUp,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** Two clocks can only be told apart where each PBX names itself. */
const serial = ['v1.1', 'v2', 'openvox', 'p-series'] as const;

/** Where the call id or the clock misleads. */
export const callId: Scenario[] = [
  { name: 'new-call-id', weight: 5, play: newId },
  { name: 'two-calls-at-once', weight: 4, play: twoCalls },
  { name: 'two-calls-both-transferred', weight: 2, play: bothTransferred },
  {
    name: 'clock-an-hour-off',
    weight: 3,
    onFastClock: true,
    dialects: serial,
    play: simple,
  },
  {
    name: 'clock-an-hour-off-new-call-id',
    weight: 1,
    onFastClock: true,
    dialects: serial,
    play: newId,
  },
];

/** After the event the call goes on under another id: only the one handed on, and the time, tie them together. */
function newId(life: Life): void {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  life.now += life.random.between(40, 400);
  const call = moveTo(life, talk.call, handed.rest);
  const leg = life.join(call, target);
  life.status(call, [
    { leg: handed.rest, state: 'ALERT' },
    { leg, state: 'RING', peer: handed.rest },
  ]);
  life.wait(2, 12);
  answer(life, { ...handed, call }, leg);
  talkAndHangUp(life, { ...handed, call }, leg, {
    to: { number: numberOf(target) },
  });
  life.end();
}

function moveTo(life: Life, from: Call, rest: Leg): Call {
  const call = life.openCall();
  from.legs = from.legs.filter((leg) => leg !== rest);
  call.legs.push(rest);
  return call;
}

function simple(life: Life): void {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  const [leg] = ring(life, handed, [target]);
  life.wait(2, 12);
  if (!leg) return;
  answer(life, handed, leg);
  talkAndHangUp(life, handed, leg, { to: { number: numberOf(target) } });
  life.end();
}

/** The transferor has one call on hold, takes another, hands that on, and goes back to the first. */
function twoCalls(life: Life): void {
  const held = open(life, 'callee');
  const second = secondCall(life, held);
  const target = life.extension();
  const handed = handOver(life, second, toExt(target));
  const [leg] = ring(life, handed, [target]);
  life.now += 700;
  connect(life, held.call, held.rest, held.by);
  life.wait(2, 10);
  if (!leg) return;
  answer(life, handed, leg);
  talkAndHangUp(life, handed, leg, { to: { number: numberOf(target) } });
  hangUp(life, held);
  life.end();
}

/** Both calls of one extension are handed on within seconds, to different people. */
function bothTransferred(life: Life): void {
  const first = open(life, 'callee');
  const second = secondCall(life, first);
  const [one, other] = [life.extension(), life.extension()];
  const handedOne = handOver(life, first, toExt(one));
  const [legOne] = ring(life, handedOne, [one]);
  life.wait(1, 4);
  const handedOther = handOver(life, second, toExt(other), {
    talkFirst: false,
  });
  const [legOther] = ring(life, handedOther, [other]);
  life.wait(2, 8);
  if (!legOne || !legOther) return;
  answer(life, handedOther, legOther);
  life.wait(1, 4);
  answer(life, handedOne, legOne);
  talkAndHangUp(life, handedOther, legOther, {
    to: { number: numberOf(other) },
  });
  talkAndHangUp(life, handedOne, legOne, { to: { number: numberOf(one) } });
  life.end();
}

/** The first caller is put on hold for another. */
function secondCall(life: Life, first: Talk): Talk {
  life.wait(5, 20);
  life.status(first.call, [{ leg: first.rest, state: 'HOLD' }]);
  life.wait(1, 5);
  return open(life, 'inbound', numberOf(first.by.party));
}
