import { type CallScript, numberOfParty } from '../call/call-script.js';
import type { ScriptCall, ScriptLeg } from '../call/script-call.js';
import {
  connect,
  giveUp,
  handOver,
  hangUp,
  leave,
  open,
  talkAndHangUp,
  type ScriptTalk,
  taken,
  toExt,
} from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** The transferor asks the target first: the consultation starts before the event. */
export const attended: Scenario[] = [
  { name: 'attended-same-id', weight: 12, play: (script) => sameId(script, false) },
  { name: 'attended-own-id', weight: 10, play: ownId },
  {
    name: 'attended-local-channel',
    weight: 3,
    dialects: ['v2', 'p-series'],
    play: (script) => sameId(script, true),
  },
  {
    name: 'attended-while-ringing',
    weight: 4,
    play: (script) => whileRinging(script, true),
  },
  {
    name: 'attended-while-ringing-unanswered',
    weight: 2,
    play: (script) => whileRinging(script, false),
  },
  { name: 'attended-aborted', weight: 4, play: aborted },
];

interface Consultation {
  call: ScriptCall;
  /** The transferor's channel in it. */
  asker: ScriptLeg;
  target: ScriptLeg;
  startedAt: number;
}

/** The one to be handed on waits on hold while the target's phone rings. */
function consult(script: CallScript, talk: ScriptTalk, how: 'same id' | 'own id'): Consultation {
  script.wait(5, 60);
  script.status(talk.call, [{ leg: talk.rest, state: 'HOLD' }]);
  script.now += script.random.between(300, 2500);
  const call = how === 'same id' ? talk.call : script.openCall();
  const asker = how === 'same id' ? talk.by : script.join(call, talk.by.party);
  const target = script.join(call, script.extension());
  const startedAt = script.now;
  script.status(call, [
    ...(how === 'own id' ? [{ leg: asker, state: 'ALERT' as const }] : []),
    { leg: target, state: 'RING', peer: asker },
  ]);
  script.wait(2, 12);
  return { call, asker, target, startedAt };
}

function recordConsultation(
  script: CallScript,
  talk: ScriptTalk,
  asked: Consultation,
  answeredAt: number | null,
): void {
  script.recordAtEnd({
    call: asked.call,
    from: talk.by.party,
    to: { number: numberOfParty(asked.target.party) },
    startedAt: asked.startedAt,
    answeredAt,
    endedAt: script.now,
    status: answeredAt === null ? 'no-answer' : 'answered',
  });
}

/** `*3`: the consultation shares the call's id, so three members are there before the event. */
function sameId(script: CallScript, local: boolean): void {
  const talk = open(script);
  const asked = consult(script, talk, 'same id');
  connect(script, talk.call, asked.asker, asked.target);
  const answeredAt = script.now;
  const handed = handOver(script, talk, toExt(asked.target.party), {
    kind: 'attended',
  });
  recordConsultation(script, talk, asked, answeredAt);
  taken(handed.truth, script.now, asked.target);
  script.now += script.random.between(20, 200);
  if (local) showTechnicalLeg(script, talk.call, numberOfParty(asked.target.party));
  connect(script, talk.call, talk.rest, asked.target);
  const startedAt = script.random.chance(0.5) ? asked.startedAt : handed.handedAt;
  talkAndHangUp(script, handed, asked.target, {
    to: { number: numberOfParty(asked.target.party) },
    startedAt,
  });
  script.end();
}

function showTechnicalLeg(script: CallScript, call: ScriptCall, number: string): void {
  const leg = script.join(call, { kind: 'ext', number });
  leg.channelid = script.pbx.localChannel(number);
  leg.technical = true;
  script.status(call, [{ leg, state: 'ANSWER' }]);
  script.now += script.random.between(20, 300);
  script.status(call, [{ leg, state: 'BYE' }]);
}

/** A second call on the phone: its target moves to the first id, and its own ends with the transferor's BYE alone. */
function ownId(script: CallScript): void {
  const talk = open(script);
  const asked = consult(script, talk, 'own id');
  connect(script, asked.call, asked.asker, asked.target);
  const answeredAt = script.now;
  const handed = handOver(script, talk, toExt(asked.target.party), {
    kind: 'attended',
  });
  recordConsultation(script, talk, asked, answeredAt);
  taken(handed.truth, script.now, asked.target);
  asked.call.legs = [asked.asker];
  talk.call.legs.push(asked.target);
  leave(script, asked.call, asked.asker, asked.target, script.now + script.random.between(0, 30));
  script.now += script.random.between(20, 200);
  connect(script, talk.call, talk.rest, asked.target);
  const startedAt = script.random.chance(0.5) ? asked.startedAt : handed.handedAt;
  talkAndHangUp(script, handed, asked.target, {
    to: { number: numberOfParty(asked.target.party) },
    startedAt,
  });
  script.end();
}

/** The transferor does not wait for the target to answer. */
function whileRinging(script: CallScript, answers: boolean): void {
  const talk = open(script);
  const asked = consult(script, talk, 'same id');
  const target = asked.target;
  const handed = handOver(script, talk, toExt(target.party), {
    kind: 'attended',
    talkFirst: false,
  });
  if (answers) {
    script.wait(2, 10);
    connect(script, talk.call, talk.rest, target);
    taken(handed.truth, script.now, target);
    talkAndHangUp(script, handed, target, {
      to: { number: numberOfParty(target.party) },
      startedAt: asked.startedAt,
    });
  } else {
    script.wait(15, 25);
    const record = {
      to: { number: numberOfParty(target.party) },
      status: 'no-answer',
    } as const;
    giveUp(script, handed, [target], { how: 'unanswered', record });
  }
  script.end();
}

/** The target is asked and says no: a consultation and no event, so no transfer. */
function aborted(script: CallScript): void {
  const talk = open(script);
  const asked = consult(script, talk, script.random.pick(['same id', 'own id'] as const));
  connect(script, asked.call, asked.asker, asked.target);
  const answeredAt = script.now;
  script.wait(5, 30);
  leave(script, asked.call, asked.target, asked.asker);
  if (asked.call !== talk.call) leave(script, asked.call, asked.asker, asked.target, script.now + 8);
  recordConsultation(script, talk, asked, answeredAt);
  script.now += 300;
  connect(script, talk.call, talk.rest, talk.by);
  script.wait(5, 60);
  hangUp(script, talk);
  script.end();
}
