import type { Call, Leg, Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import {
  connect,
  giveUp,
  handOver,
  hangUp,
  leave,
  open,
  talkAndHangUp,
  type Talk,
  taken,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** The transferor asks the target first: the consultation starts before the event. */
export const attended: Scenario[] = [
  { name: 'attended-same-id', weight: 12, play: (life) => sameId(life, false) },
  { name: 'attended-own-id', weight: 10, play: ownId },
  {
    name: 'attended-local-channel',
    weight: 3,
    dialects: ['v2', 'p-series'],
    play: (life) => sameId(life, true),
  },
  {
    name: 'attended-while-ringing',
    weight: 4,
    play: (life) => whileRinging(life, true),
  },
  {
    name: 'attended-while-ringing-unanswered',
    weight: 2,
    play: (life) => whileRinging(life, false),
  },
  { name: 'attended-aborted', weight: 4, play: aborted },
];

interface Consultation {
  call: Call;
  /** The transferor's channel in it. */
  asker: Leg;
  target: Leg;
  startedAt: number;
}

/** The one to be handed on waits on hold while the target is rung. */
function consult(life: Life, talk: Talk, how: 'same id' | 'own id'): Consultation {
  life.wait(5, 60);
  life.status(talk.call, [{ leg: talk.rest, state: 'HOLD' }]);
  life.now += life.random.between(300, 2500);
  const call = how === 'same id' ? talk.call : life.openCall();
  const asker = how === 'same id' ? talk.by : life.join(call, talk.by.party);
  const target = life.join(call, life.extension());
  const startedAt = life.now;
  life.status(call, [
    ...(how === 'own id' ? [{ leg: asker, state: 'ALERT' as const }] : []),
    { leg: target, state: 'RING', peer: asker },
  ]);
  life.wait(2, 12);
  return { call, asker, target, startedAt };
}

function recordConsultation(life: Life, talk: Talk, asked: Consultation, answeredAt: number | null): void {
  life.recordAtEnd({
    call: asked.call,
    from: talk.by.party,
    to: { number: numberOf(asked.target.party) },
    startedAt: asked.startedAt,
    answeredAt,
    endedAt: life.now,
    status: answeredAt === null ? 'no-answer' : 'answered',
  });
}

/** `*3`: the consultation shares the call's id, so three members are there before the event. */
function sameId(life: Life, local: boolean): void {
  const talk = open(life);
  const asked = consult(life, talk, 'same id');
  connect(life, talk.call, asked.asker, asked.target);
  const answeredAt = life.now;
  const handed = handOver(life, talk, toExt(asked.target.party), {
    kind: 'attended',
  });
  recordConsultation(life, talk, asked, answeredAt);
  taken(handed.truth, life.now, asked.target);
  life.now += life.random.between(20, 200);
  if (local) showTechnicalLeg(life, talk.call, numberOf(asked.target.party));
  connect(life, talk.call, talk.rest, asked.target);
  const startedAt = life.random.chance(0.5) ? asked.startedAt : handed.handedAt;
  talkAndHangUp(life, handed, asked.target, {
    to: { number: numberOf(asked.target.party) },
    startedAt,
  });
  life.end();
}

function showTechnicalLeg(life: Life, call: Call, number: string): void {
  const leg = life.join(call, { kind: 'ext', number });
  leg.channelid = life.pbx.localChannel(number);
  leg.technical = true;
  life.status(call, [{ leg, state: 'ANSWER' }]);
  life.now += life.random.between(20, 300);
  life.status(call, [{ leg, state: 'BYE' }]);
}

/** A second call on the phone: its target moves to the first id, and its own ends with the transferor's BYE alone. */
function ownId(life: Life): void {
  const talk = open(life);
  const asked = consult(life, talk, 'own id');
  connect(life, asked.call, asked.asker, asked.target);
  const answeredAt = life.now;
  const handed = handOver(life, talk, toExt(asked.target.party), {
    kind: 'attended',
  });
  recordConsultation(life, talk, asked, answeredAt);
  taken(handed.truth, life.now, asked.target);
  asked.call.legs = [asked.asker];
  talk.call.legs.push(asked.target);
  leave(life, asked.call, asked.asker, asked.target, life.now + life.random.between(0, 30));
  life.now += life.random.between(20, 200);
  connect(life, talk.call, talk.rest, asked.target);
  const startedAt = life.random.chance(0.5) ? asked.startedAt : handed.handedAt;
  talkAndHangUp(life, handed, asked.target, {
    to: { number: numberOf(asked.target.party) },
    startedAt,
  });
  life.end();
}

/** The transferor does not wait for the target to answer. */
function whileRinging(life: Life, answers: boolean): void {
  const talk = open(life);
  const asked = consult(life, talk, 'same id');
  const target = asked.target;
  const handed = handOver(life, talk, toExt(target.party), {
    kind: 'attended',
    talkFirst: false,
  });
  if (answers) {
    life.wait(2, 10);
    connect(life, talk.call, talk.rest, target);
    taken(handed.truth, life.now, target);
    talkAndHangUp(life, handed, target, {
      to: { number: numberOf(target.party) },
      startedAt: asked.startedAt,
    });
  } else {
    life.wait(15, 25);
    const record = {
      to: { number: numberOf(target.party) },
      status: 'no-answer',
    } as const;
    giveUp(life, handed, [target], { how: 'unanswered', record });
  }
  life.end();
}

/** The target is asked and says no: a consultation and no event, so no transfer. */
function aborted(life: Life): void {
  const talk = open(life);
  const asked = consult(life, talk, life.random.pick(['same id', 'own id'] as const));
  connect(life, asked.call, asked.asker, asked.target);
  const answeredAt = life.now;
  life.wait(5, 30);
  leave(life, asked.call, asked.target, asked.asker);
  if (asked.call !== talk.call) leave(life, asked.call, asked.asker, asked.target, life.now + 8);
  recordConsultation(life, talk, asked, answeredAt);
  life.now += 300;
  connect(life, talk.call, talk.rest, talk.by);
  life.wait(5, 60);
  hangUp(life, talk);
  life.end();
}
