import type { Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import { handOver, type Handed, leave, open, recordTarget, ring, toExt } from '../call/steps.js';
import type { Party } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** The target could not be reached. Only one that declines ever rings; of the others a record or a CallFailed is the only trace. */
export const failed: Scenario[] = [
  { name: 'busy', weight: 4, play: (life) => withoutChannel(life, 'busy') },
  {
    name: 'unreachable',
    weight: 2,
    play: (life) => withoutChannel(life, 'failed'),
  },
  { name: 'declined', weight: 2, play: declined },
  { name: 'call-failed', weight: 2, play: callFailed },
  { name: 'never-rang', weight: 1, play: neverRang },
];

function begin(life: Life): [Handed, Party] {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  handed.truth.outcome = 'failed';
  return [handed, target];
}

/** The one handed on hears an announcement and hangs up. */
function dropRest(life: Life, handed: Handed): void {
  life.wait(2, 6);
  leave(life, handed.call, handed.rest);
}

function withoutChannel(life: Life, status: 'busy' | 'failed'): void {
  const [handed, target] = begin(life);
  dropRest(life, handed);
  recordTarget(life, handed, { to: { number: numberOf(target) }, status });
  life.end();
}

function declined(life: Life): void {
  const [handed, target] = begin(life);
  const [leg] = ring(life, handed, [target]);
  life.wait(1, 6);
  if (leg) leave(life, handed.call, leg, handed.rest);
  recordTarget(life, handed, {
    to: { number: numberOf(target) },
    status: 'busy',
  });
  dropRest(life, handed);
  life.end();
}

/** CallFailed names who tried and why, not whom they tried to reach. */
function callFailed(life: Life): void {
  const [handed] = begin(life);
  handed.truth.decided.target = false;
  handed.truth.decided.kind = false;
  life.now += life.random.between(50, 800);
  life.fail(handed.call, handed.rest, life.random.pick(['486 Busy Here', '480 Temporarily Unavailable']));
  dropRest(life, handed);
  life.end();
}

/** A phone that answers 480 never rings, yet its record can say NO ANSWER like any other. */
function neverRang(life: Life): void {
  const [handed, target] = begin(life);
  handed.truth.decided.outcome = false;
  dropRest(life, handed);
  recordTarget(life, handed, {
    to: { number: numberOf(target) },
    status: 'no-answer',
  });
  life.end();
}
