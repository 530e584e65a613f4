import { type CallScript, numberOfParty } from '../call/call-script.js';
import type { ScriptLeg } from '../call/script-call.js';
import {
  answer,
  handOver,
  type Handed,
  open,
  ring,
  talkAndHangUp,
  type ScriptTalk,
  endTalk,
  toExt,
} from '../call/steps.js';
import type { ScriptParty } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** Passed on again and again, each time in the same call. */
export const chainScenarios: Scenario[] = [
  {
    name: 'chain-of-two',
    weight: 8,
    play: (script) => pass(script, strangers(script, 2)),
  },
  {
    name: 'chain-of-three',
    weight: 4,
    play: (script) => pass(script, strangers(script, 3)),
  },
  { name: 'thrown-back', weight: 5, play: thrownBack },
  { name: 'thrown-back-and-again', weight: 3, play: thrownBackAndAgain },
];

function strangers(script: CallScript, count: number): ScriptParty[] {
  return Array.from({ length: count }, () => script.extension());
}

/**
 * Without channel ids the same two people's second transfer looks like the first one sent again, unless ten minutes
 * lie between them.
 */
export function longEnough(script: CallScript): void {
  if (script.pbx.traits.dialect === 'v2' || script.pbx.traits.dialect === 'p-series') return;
  script.wait(605, 700);
}

/** Each target answers and hands on to the next. */
function pass(
  script: CallScript,
  targets: ScriptParty[],
  talk: ScriptTalk = open(script),
  waitBefore = -1,
): void {
  let current = talk;
  let last: { handed: Handed; leg: ScriptLeg } | null = null;
  targets.forEach((target, i) => {
    if (i === waitBefore) longEnough(script);
    // A record's destination can name the next hop instead of the leg that was dialled.
    const recordedAs = last && script.random.chance(0.2) ? { recordedAs: numberOfParty(target) } : {};
    const handed = handOver(script, current, toExt(target), recordedAs);
    if (last) endTalk(script, last.handed.truth);
    const [leg] = ring(script, handed, [target]);
    if (!leg) throw new Error('nobody rang');
    script.wait(2, 12);
    answer(script, handed, leg);
    last = { handed, leg };
    const { call, rest } = handed;
    current = {
      call,
      by: leg,
      rest,
      byCalled: false,
      startedAt: handed.handedAt,
      answeredAt: script.now,
    };
  });
  finish(script, last);
}

function finish(script: CallScript, last: { handed: Handed; leg: ScriptLeg } | null): void {
  if (!last) return;
  talkAndHangUp(script, last.handed, last.leg, {
    to: { number: numberOfParty(last.leg.party) },
  });
  script.end();
}

/** A hands to B, B hands back to A. */
function thrownBack(script: CallScript): void {
  const talk = open(script);
  pass(script, [script.extension(), talk.by.party], talk);
}

/** A hands to B, gets it back and hands to B again: two transfers, not one sent twice. */
function thrownBackAndAgain(script: CallScript): void {
  const talk = open(script);
  const target = script.extension();
  pass(script, [target, talk.by.party, target], talk, 2);
}
