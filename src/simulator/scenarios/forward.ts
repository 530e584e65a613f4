import { type CallScript, numberOfParty } from '../call/call-script.js';
import { answer, type Handed, leave, type ScriptTalk, talkAndHangUp, toExt } from '../call/steps.js';
import type { ScriptParty } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** Call forwarding: nobody pressed a key. v1 tells it by a transfer event that names the caller alone, the others by Forward. */
export const forward: Scenario[] = [
  {
    name: 'forward-lone-caller',
    weight: 3,
    dialects: ['v1.0', 'v1.1', 'openvox'],
    play: (script) => forwarded(script, true),
  },
  {
    name: 'forward-event',
    weight: 3,
    dialects: ['v2', 'p-series'],
    play: (script) => forwarded(script, false),
  },
  {
    name: 'forward-with-transfer',
    weight: 1,
    dialects: ['v2', 'p-series'],
    play: (script) => forwarded(script, true),
  },
];

function forwarded(script: CallScript, tellsTransfer: boolean): void {
  const loneExtension = script.pbx.traits.dialect === 'v1.1' || script.pbx.traits.dialect === 'openvox';
  const called = script.extension();
  const caller: ScriptParty = loneExtension
    ? script.extension()
    : outsideCaller(script, numberOfParty(called));
  const call = script.openCall();
  const rest = script.join(call, caller);
  const by = script.join(call, called);
  const startedAt = script.now;
  script.status(call, [
    { leg: rest, state: 'ALERT' },
    { leg: by, state: 'RING', peer: rest },
  ]);
  script.wait(8, 15);
  leave(script, call, by, rest);
  script.now += script.random.between(10, 80);
  const target = script.extension();
  script.forward(call, rest);
  const talk: ScriptTalk = {
    call,
    by,
    rest,
    byCalled: false,
    startedAt,
    answeredAt: script.now,
  };
  const truth = script.transfer(call, by, rest, toExt(target), 'forward', {
    alone: true,
    reported: tellsTransfer,
  });
  const handed: Handed = { ...talk, truth, handedAt: script.now };
  // A lone extension is the caller: who forwarded, no event says for certain.
  if (loneExtension) truth.decided.transferor = false;
  script.now += script.random.between(40, 300);
  const leg = script.join(call, target);
  script.status(call, [{ leg, state: 'RING', peer: rest }]);
  script.wait(2, 12);
  answer(script, handed, leg);
  talkAndHangUp(script, handed, leg, { to: { number: numberOfParty(target) } });
  script.end();
}

function outsideCaller(script: CallScript, to: string): ScriptParty {
  const from = script.staff.outsider(script.random, script.now);
  return {
    kind: 'inbound',
    from,
    to,
    trunkname: script.random.pick(script.pbx.traits.trunks),
  };
}
