import type { Target, TransferKind } from '../../transfer/transfer.js';
import { type CallScript, numberOfParty, seconds } from './call-script.js';
import type { ScriptCall, ScriptLeg, ScriptRecord } from './script-call.js';
import type { ScriptParty } from './pbx.js';
import type { Truth } from './truth.js';

/** Two who talk; one may hand the other on. */
export interface ScriptTalk {
  call: ScriptCall;
  by: ScriptLeg;
  rest: ScriptLeg;
  /** Whether the one who hands on had called: only then does the record of this leg come at once. */
  byCalled: boolean;
  startedAt: number;
  answeredAt: number;
}

/** A call under way to its target. */
export interface Handed extends ScriptTalk {
  truth: Truth;
  handedAt: number;
}

export type Opening = 'callee' | 'caller' | 'inbound' | 'outbound';

/** A call is made and answered. `callee` and `caller` say which of two extensions will hand on. */
export function open(script: CallScript, opening?: Opening, ownNumber?: string): ScriptTalk {
  const { random, staff, pbx } = script;
  const kind =
    opening ?? random.weighted(['inbound', 'callee', 'caller', 'outbound'] as const, (k) => likely[k]);
  const call = script.openCall();
  const trunkname = random.pick(pbx.traits.trunks);
  const number =
    ownNumber ??
    (kind === 'inbound' ? staff.firstToAnswer(random, script.now) : staff.extension(random, script.now));
  const own: ScriptParty = { kind: 'ext', number };
  let other: ScriptParty;
  if (kind === 'inbound') {
    const from = random.chance(0.02) ? '' : staff.outsider(random, script.now);
    other = { kind: 'inbound', from, to: number, trunkname };
  } else if (kind === 'outbound') {
    const to = staff.outsider(random, script.now);
    other = { kind: 'outbound', from: number, to, trunkname };
  } else other = script.extension();

  const byCalled = kind === 'caller' || kind === 'outbound';
  const [caller, callee] = byCalled
    ? [script.join(call, own), script.join(call, other)]
    : [script.join(call, other), script.join(call, own)];
  const startedAt = script.now;
  script.status(call, [
    { leg: caller, state: 'ALERT' },
    { leg: callee, state: 'RING', peer: caller },
  ]);
  script.wait(2, 14);
  connect(script, call, caller, callee);
  const [by, rest] = byCalled ? [caller, callee] : [callee, caller];
  return { call, by, rest, byCalled, startedAt, answeredAt: script.now };
}
const likely = { inbound: 60, callee: 15, caller: 10, outbound: 15 };

export function connect(script: CallScript, call: ScriptCall, caller: ScriptLeg, callee: ScriptLeg): void {
  script.status(call, [
    { leg: callee, state: 'ANSWER', peer: caller },
    { leg: caller, state: 'ANSWERED', peer: callee },
  ]);
}

export function leave(
  script: CallScript,
  call: ScriptCall,
  leg: ScriptLeg,
  peer?: ScriptLeg,
  at = script.now,
): void {
  script.status(call, [{ leg, state: 'BYE', ...(peer ? { peer } : {}) }], at);
}

export interface Manner {
  kind?: TransferKind;
  /** When the transferor's BYE comes, in milliseconds from the event; `false`: the scenario says it. */
  byeAfter?: number | false;
  /** The members stand in the other order than this dialect is believed to use. */
  swapped?: boolean;
  /** `false`: at once, without talking first. */
  talkFirst?: false;
  /** The number that the record of the leg so far gives as its destination. */
  recordedAs?: string;
}

/** They talk, then one hands the other on. */
export function handOver(script: CallScript, talk: ScriptTalk, target: Target, manner: Manner = {}): Handed {
  if (manner.talkFirst !== false) script.wait(5, 90);
  const { call, by, rest } = talk;
  const { kind = 'blind', swapped = false } = manner;
  const truth = script.transfer(call, by, rest, target, kind, { swapped });
  const handed = { ...talk, truth, handedAt: script.now };
  const byeAfter = manner.byeAfter ?? script.random.between(-15, 15);
  if (byeAfter !== false) leave(script, call, by, rest, script.now + byeAfter);
  recordFirstLeg(script, handed, manner.recordedAs);
  return handed;
}

/** The record of the two who talked comes at once only when the one who hands on had called. */
function recordFirstLeg(script: CallScript, talk: ScriptTalk, recordedAs?: string): void {
  if (talk.byCalled) script.record(recordOf(script, talk), script.now + script.random.between(5, 60));
  else script.recordAtEnd(recordOf(script, talk, recordedAs));
}

function recordOf(script: CallScript, talk: ScriptTalk, recordedAs?: string): ScriptRecord {
  const { call, by, rest, byCalled, startedAt, answeredAt } = talk;
  const [from, to] = byCalled ? [by.party, rest.party] : [rest.party, by.party];
  const trunk = to.kind === 'outbound' ? { trunkname: to.trunkname } : {};
  const callee = { number: recordedAs ?? numberOfParty(to), ...trunk };
  return {
    call,
    from,
    to: callee,
    startedAt,
    answeredAt,
    endedAt: script.now,
    status: 'answered',
  };
}

/** A call that is not handed on ends. */
export function hangUp(script: CallScript, talk: ScriptTalk): void {
  const [first, second] = script.random.chance(0.5) ? [talk.rest, talk.by] : [talk.by, talk.rest];
  leave(script, talk.call, first, second);
  script.recordAtEnd(recordOf(script, talk));
  script.now += script.random.between(1, 15);
  leave(script, talk.call, second, first);
}

/** The target's phones ring, in the same call unless said otherwise. */
export function ring(
  script: CallScript,
  handed: Handed,
  parties: ScriptParty[],
  callpath?: string,
): ScriptLeg[] {
  script.now += script.random.between(40, 400);
  const { call, rest } = handed;
  const legs = parties.map((party) => script.join(call, party, callpath));
  script.status(call, [
    ...(script.ringsBack ? [{ leg: rest, state: 'ALERT' as const }] : []),
    ...legs.map((leg) => ({ leg, state: 'RING' as const, peer: rest })),
  ]);
  return legs;
}

/** One of those that rang answers, the others stop ringing. */
export function answer(script: CallScript, handed: Handed, leg: ScriptLeg, others: ScriptLeg[] = []): void {
  connect(script, handed.call, handed.rest, leg);
  others.forEach((other, i) => leave(script, handed.call, other, handed.rest, script.now + 5 + i * 4));
  taken(handed.truth, script.now, leg);
}

/** The one handed on and the target are connected. */
export function taken(truth: Truth, at: number, target: ScriptLeg): void {
  truth.outcome = 'answered';
  truth.answeredAt = new Date(at);
  truth.decided.answeredAt = true;
  if (target.party.kind === 'ext') truth.target.answeredBy = target.party.number;
}

/** The talk with the target is over: handed on again, or the end. */
export function endTalk(script: CallScript, truth: Truth): void {
  if (truth.answeredAt === null) return;
  truth.talkSeconds = seconds(truth.answeredAt.getTime(), script.now);
  truth.decided.talkSeconds = true;
}

/** They talk, one hangs up, the other follows. */
export function talkAndHangUp(
  script: CallScript,
  handed: Handed,
  target: ScriptLeg,
  record: TargetRecord,
): void {
  script.wait(4, 240);
  endTalk(script, handed.truth);
  const [first, second] = script.random.chance(0.5) ? [handed.rest, target] : [target, handed.rest];
  leave(script, handed.call, first, second);
  recordTarget(script, handed, record);
  script.now += script.random.between(1, 20);
  leave(script, handed.call, second, first);
  if (script.random.chance(0.05) && script.tellsAll) script.status(handed.call, []);
}

/**
 * Nobody took it and the call ends. When the legs go within milliseconds, only an event that names both tells who
 * went first.
 */
export function giveUp(
  script: CallScript,
  handed: Handed,
  ringing: ScriptLeg[],
  ends: { how: 'unanswered' | 'abandoned'; record: TargetRecord },
): void {
  const { call, rest, truth } = handed;
  truth.outcome = ends.how;
  const announcement = ends.how === 'unanswered' && script.random.chance(0.5);
  if (!announcement && !script.tellsAll) truth.decided.outcome = false;
  const stopRinging = () => ringing.forEach((leg, i) => leave(script, call, leg, rest, script.now + i * 3));
  if (ends.how === 'abandoned') {
    leave(script, call, rest, ringing[0]);
    script.now += script.random.between(3, 25);
    stopRinging();
  } else {
    stopRinging();
    if (announcement) script.wait(2, 6);
    else script.now += script.random.between(12, 30);
    leave(script, call, rest, ringing[0]);
  }
  recordTarget(script, handed, ends.record);
}

export interface TargetRecord {
  to: { number: string; answeredBy?: string; trunkname?: string };
  status?: 'answered' | 'no-answer' | 'busy' | 'failed' | 'voicemail';
  startedAt?: number;
  call?: ScriptCall;
}

/** The record of the leg to the target: from the one who was handed on. */
export function recordTarget(script: CallScript, handed: Handed, record: TargetRecord): void {
  const status = record.status ?? 'answered';
  const answeredAt = handed.truth.answeredAt?.getTime() ?? null;
  const startedAt = record.startedAt ?? handed.handedAt;
  script.recordAtEnd({
    call: record.call ?? handed.call,
    from: handed.rest.party,
    to: record.to,
    startedAt,
    answeredAt: script.countsRinging ? startedAt : status === 'answered' ? answeredAt : null,
    endedAt: script.now,
    status,
  });
}

export function toExt(party: ScriptParty): Target {
  return { kind: 'ext', number: numberOfParty(party), answeredBy: null };
}
