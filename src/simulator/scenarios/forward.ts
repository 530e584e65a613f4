import type { Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import { answer, type Handed, leave, type Talk, talkAndHangUp, toExt } from '../call/steps.js';
import type { Party } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** Call forwarding: nobody pressed a key. v1 tells it by a transfer event that names the caller alone, the others by Forward. */
export const forward: Scenario[] = [
  {
    name: 'forward-lone-caller',
    weight: 3,
    dialects: ['v1.0', 'v1.1', 'openvox'],
    play: (life) => forwarded(life, true),
  },
  {
    name: 'forward-event',
    weight: 3,
    dialects: ['v2', 'p-series'],
    play: (life) => forwarded(life, false),
  },
  {
    name: 'forward-with-transfer',
    weight: 1,
    dialects: ['v2', 'p-series'],
    play: (life) => forwarded(life, true),
  },
];

function forwarded(life: Life, tellsTransfer: boolean): void {
  const loneExtension = life.pbx.traits.dialect === 'v1.1' || life.pbx.traits.dialect === 'openvox';
  const called = life.extension();
  const caller: Party = loneExtension ? life.extension() : outsideCaller(life, numberOf(called));
  const call = life.openCall();
  const rest = life.join(call, caller);
  const by = life.join(call, called);
  const startedAt = life.now;
  life.status(call, [
    { leg: rest, state: 'ALERT' },
    { leg: by, state: 'RING', peer: rest },
  ]);
  life.wait(8, 15);
  leave(life, call, by, rest);
  life.now += life.random.between(10, 80);
  const target = life.extension();
  life.forward(call, rest);
  const talk: Talk = {
    call,
    by,
    rest,
    byCalled: false,
    startedAt,
    answeredAt: life.now,
  };
  const truth = life.transfer(call, by, rest, toExt(target), 'forward', {
    alone: true,
    reported: tellsTransfer,
  });
  const handed: Handed = { ...talk, truth, handedAt: life.now };
  // A lone extension is the caller: who forwarded, no event says for certain.
  if (loneExtension) truth.decided.transferor = false;
  life.now += life.random.between(40, 300);
  const leg = life.join(call, target);
  life.status(call, [{ leg, state: 'RING', peer: rest }]);
  life.wait(2, 12);
  answer(life, handed, leg);
  talkAndHangUp(life, handed, leg, { to: { number: numberOf(target) } });
  life.end();
}

function outsideCaller(life: Life, to: string): Party {
  const from = life.staff.outsider(life.random, life.now);
  return {
    kind: 'inbound',
    from,
    to,
    trunkname: life.random.pick(life.pbx.traits.trunks),
  };
}
