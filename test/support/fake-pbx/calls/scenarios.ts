import type { Leg, Party } from './call.js';
import type { CallUnderWay } from './call-under-way.js';
import { colleagues, GROUP, MENU, QUEUE } from './company.js';

/** What can happen in a call, and how often. `outside` is a number that no other call has. */
export interface Scenario {
  weight: number;
  /** Whether the call comes from outside, and so has a DID. */
  isInbound: boolean;
  play(call: CallUnderWay, outside: Party): void;
}

const three = (call: CallUnderWay) => colleagues(call.random, 3) as [Party, Party, Party];

/** Every first leg that a transfer can start from: the leg and who may transfer. */
const BEGINNINGS: Record<string, (call: CallUnderWay, outside: Party) => [Leg, Party, Party]> = {
  inbound(call, outside) {
    const [e, c] = three(call);
    return [call.talk(outside, e), e, c];
  },
  outbound(call, outside) {
    const [e, c] = three(call);
    return [call.talk(e, outside), e, c];
  },
  'internal, by the called': (call) => {
    const [a, b, c] = three(call);
    return [call.talk(a, b), b, c];
  },
  'internal, by the caller': (call) => {
    const [a, b, c] = three(call);
    return [call.talk(a, b), a, c];
  },
  'through a queue': (call, outside) => {
    const [e, c] = three(call);
    return [call.queue(outside, QUEUE, e), e, c];
  },
};
const SHARE: Record<string, number> = { inbound: 5, 'through a queue': 2 };

type Step = (call: CallUnderWay, leg: Leg, transferor: Party, target: Party) => void;

const STEPS: Record<string, [weight: number, step: Step]> = {
  'blind, answered': [8, (call, ...leg) => call.blind(...leg, 'answered')],
  'blind, unanswered': [4, (call, ...leg) => call.blind(...leg, 'unanswered')],
  'blind, failed': [2, (call, ...leg) => call.blind(...leg, 'failed')],
  'blind, returned': [1, (call, ...leg) => call.blind(...leg, 'returned')],
  'blind, abandoned': [1, (call, ...leg) => call.blind(...leg, 'abandoned')],
  'blind, to a queue': [
    2,
    (call, leg, transferor, agent) => call.blind(leg, transferor, QUEUE, 'answered', agent),
  ],
  'attended, answered': [5, (call, ...leg) => call.attended(...leg, 'answered')],
  'attended, unanswered': [1, (call, ...leg) => call.attended(...leg, 'unanswered')],
  chain: [
    2,
    (call, leg, transferor, target) => {
      const next = call.blind(leg, transferor, target, 'answered');
      const last = colleagues(call.random, 4).find((one) => ![leg.from, leg.to, target].includes(one))!;
      call.blind(next, target, last, call.random.pick(['answered', 'unanswered'] as const));
    },
  ],
  'thrown back': [
    1,
    (call, leg, transferor, target) =>
      call.blind(call.blind(leg, transferor, target, 'answered'), target, transferor, 'answered'),
  ],
};

const TRANSFERRED = Object.entries(BEGINNINGS).flatMap(([beginning, begin]) =>
  Object.entries(STEPS).map(([step, [weight, play]]): [string, Scenario] => [
    `${beginning}: ${step}`,
    {
      weight: weight * (SHARE[beginning] ?? 1),
      isInbound: beginning === 'inbound' || beginning === 'through a queue',
      play: (call, outside) => play(call, ...begin(call, outside)),
    },
  ]),
);

const inbound = (weight: number, play: Scenario['play']): Scenario => ({ weight, isInbound: true, play });
const inside = (weight: number, play: Scenario['play']): Scenario => ({ weight, isInbound: false, play });

const NOT_TRANSFERRED: Record<string, Scenario> = {
  'an answered call': inbound(60, (call, x) => call.talk(x, three(call)[0])),
  'a missed call': inbound(15, (call, x) => call.miss(x, three(call)[0], 'NO ANSWER')),
  'a call inside': inside(25, (call) => {
    const [a, b] = three(call);
    call.talk(a, b);
  }),
  'a call to the outside': inside(40, (call, x) => call.talk(three(call)[0], x)),
  'a busy number': inside(6, (call, x) => call.miss(three(call)[0], x, 'BUSY')),
  'a voicemail': inbound(6, (call, x) => call.miss(x, three(call)[0], 'VOICEMAIL')),
  'a queue': inbound(25, (call, x) => call.queue(x, QUEUE, three(call)[0])),
  'a menu, then a queue': inbound(15, (call, x) => {
    call.talk(x, MENU, 0, 9);
    call.queue(x, QUEUE, three(call)[0]);
  }),
  'a menu, then an extension': inbound(12, (call, x) => {
    call.talk(x, MENU, 0, 6);
    call.talk(x, three(call)[0]);
  }),
  'a ring group': inbound(10, (call, x) => {
    const [first, second] = three(call);
    const startedAt = call.now;
    call.miss(x, first, 'NO ANSWER');
    call.now = startedAt;
    call.queue(x, GROUP, second);
  }),
  'forwarded when nobody answered': inbound(8, (call, x) => {
    const [e, c] = three(call);
    call.miss(x, e, 'NO ANSWER');
    call.forwards.push({ from: e, to: c });
    call.talk(x, c);
  }),
  'asked a colleague, and went on': inbound(10, (call, x) => {
    const [e, c] = three(call);
    call.abortedConsultation(call.talk(x, e), e, c);
  }),
};

export const SCENARIOS: Record<string, Scenario> = {
  ...Object.fromEntries(TRANSFERRED),
  ...NOT_TRANSFERRED,
};
