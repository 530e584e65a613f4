import { type CallScript, numberOfParty } from '../call/call-script.js';
import type { ScriptCall, ScriptLeg } from '../call/script-call.js';
import {
  answer,
  connect,
  handOver,
  hangUp,
  open,
  ring,
  type ScriptTalk,
  talkAndHangUp,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** Two clocks can only be distinguished where each PBX names itself. */
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
function newId(script: CallScript): void {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  script.now += script.random.between(40, 400);
  const call = moveTo(script, talk.call, handed.rest);
  const leg = script.join(call, target);
  script.status(call, [
    { leg: handed.rest, state: 'ALERT' },
    { leg, state: 'RING', peer: handed.rest },
  ]);
  script.wait(2, 12);
  answer(script, { ...handed, call }, leg);
  talkAndHangUp(script, { ...handed, call }, leg, {
    to: { number: numberOfParty(target) },
  });
  // Where a PBX does not name itself, nothing may join two of its calls.
  const { decided } = handed.truth;
  if (script.pbx.traits.sn === '') decided.target = decided.kind = decided.outcome = false;
  script.end();
}

function moveTo(script: CallScript, from: ScriptCall, rest: ScriptLeg): ScriptCall {
  const call = script.openCall();
  from.legs = from.legs.filter((leg) => leg !== rest);
  call.legs.push(rest);
  return call;
}

function simple(script: CallScript): void {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  const [leg] = ring(script, handed, [target]);
  script.wait(2, 12);
  if (!leg) return;
  answer(script, handed, leg);
  talkAndHangUp(script, handed, leg, { to: { number: numberOfParty(target) } });
  script.end();
}

/** The transferor has one call on hold, takes another, hands that on, and goes back to the first. */
function twoCalls(script: CallScript): void {
  const held = open(script, 'callee');
  const second = secondCall(script, held);
  const target = script.extension();
  const handed = handOver(script, second, toExt(target));
  const [leg] = ring(script, handed, [target]);
  script.now += 700;
  connect(script, held.call, held.rest, held.by);
  script.wait(2, 10);
  if (!leg) return;
  answer(script, handed, leg);
  talkAndHangUp(script, handed, leg, { to: { number: numberOfParty(target) } });
  hangUp(script, held);
  script.end();
}

/** Both calls of one extension are handed on within seconds, to different people. */
function bothTransferred(script: CallScript): void {
  const first = open(script, 'callee');
  const second = secondCall(script, first);
  const [one, other] = [script.extension(), script.extension()];
  const handedOne = handOver(script, first, toExt(one));
  const [legOne] = ring(script, handedOne, [one]);
  script.wait(1, 4);
  const handedOther = handOver(script, second, toExt(other), {
    talkFirst: false,
  });
  const [legOther] = ring(script, handedOther, [other]);
  script.wait(2, 8);
  if (!legOne || !legOther) return;
  answer(script, handedOther, legOther);
  script.wait(1, 4);
  answer(script, handedOne, legOne);
  talkAndHangUp(script, handedOther, legOther, {
    to: { number: numberOfParty(other) },
  });
  talkAndHangUp(script, handedOne, legOne, { to: { number: numberOfParty(one) } });
  script.end();
}

/** The first caller is put on hold for another. */
function secondCall(script: CallScript, first: ScriptTalk): ScriptTalk {
  script.wait(5, 20);
  script.status(first.call, [{ leg: first.rest, state: 'HOLD' }]);
  script.wait(1, 5);
  return open(script, 'inbound', numberOfParty(first.by.party));
}
