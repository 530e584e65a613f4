import type { Leg, Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import {
  answer,
  handOver,
  type Handed,
  open,
  ring,
  talkAndHangUp,
  type Talk,
  talked,
  toExt,
} from '../call/steps.js';
import type { Party } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** Passed on again and again, each time in the same call. */
export const chain: Scenario[] = [
  {
    name: 'chain-of-two',
    weight: 8,
    play: (life) => pass(life, strangers(life, 2)),
  },
  {
    name: 'chain-of-three',
    weight: 4,
    play: (life) => pass(life, strangers(life, 3)),
  },
  { name: 'thrown-back', weight: 5, play: thrownBack },
  { name: 'thrown-back-and-again', weight: 3, play: thrownBackAndAgain },
];

function strangers(life: Life, count: number): Party[] {
  return Array.from({ length: count }, () => life.extension());
}

/**
 * Without channel ids the same two people's second transfer looks like the first one sent again, unless ten minutes
 * lie between them.
 */
export function longEnough(life: Life): void {
  if (life.pbx.traits.dialect === 'v2' || life.pbx.traits.dialect === 'p-series') return;
  life.wait(605, 700);
}

/** Each target answers and hands on to the next. */
function pass(life: Life, targets: Party[], talk: Talk = open(life), waitBefore = -1): void {
  let current = talk;
  let last: { handed: Handed; leg: Leg } | null = null;
  targets.forEach((target, i) => {
    if (i === waitBefore) longEnough(life);
    // A record's destination can name the next hop instead of the leg that was dialled.
    const recordedAs = last && life.random.chance(0.2) ? { recordedAs: numberOf(target) } : {};
    const handed = handOver(life, current, toExt(target), recordedAs);
    if (last) talked(life, last.handed.truth);
    const [leg] = ring(life, handed, [target]);
    if (!leg) throw new Error('nobody rang');
    life.wait(2, 12);
    answer(life, handed, leg);
    last = { handed, leg };
    const { call, rest } = handed;
    current = {
      call,
      by: leg,
      rest,
      byCalled: false,
      startedAt: handed.handedAt,
      answeredAt: life.now,
    };
  });
  finish(life, last);
}

function finish(life: Life, last: { handed: Handed; leg: Leg } | null): void {
  if (!last) return;
  talkAndHangUp(life, last.handed, last.leg, {
    to: { number: numberOf(last.leg.party) },
  });
  life.end();
}

/** A hands to B, B hands back to A. */
function thrownBack(life: Life): void {
  const talk = open(life);
  pass(life, [life.extension(), talk.by.party], talk);
}

/** A hands to B, gets it back and hands to B again: two transfers, not one sent twice. */
function thrownBackAndAgain(life: Life): void {
  const talk = open(life);
  const target = life.extension();
  pass(life, [target, talk.by.party, target], talk, 2);
}
