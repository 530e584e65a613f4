import { type CallScript, numberOfParty } from '../call/call-script.js';
import { handOver, type Handed, leave, open, recordTarget, ring, toExt } from '../call/steps.js';
import type { ScriptParty } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** The target could not be reached. Only one that declines ever rings; of the others a record or a CallFailed is the only trace. */
export const failed: Scenario[] = [
  { name: 'busy', weight: 4, play: (script) => withoutChannel(script, 'busy') },
  {
    name: 'unreachable',
    weight: 2,
    play: (script) => withoutChannel(script, 'failed'),
  },
  { name: 'declined', weight: 2, play: declined },
  { name: 'call-failed', weight: 2, play: callFailed },
  { name: 'never-rang', weight: 1, play: neverRang },
];

function begin(script: CallScript): [Handed, ScriptParty] {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  handed.truth.outcome = 'failed';
  return [handed, target];
}

/** The one handed on hears an announcement and hangs up. */
function dropRest(script: CallScript, handed: Handed): void {
  script.wait(2, 6);
  leave(script, handed.call, handed.rest);
}

function withoutChannel(script: CallScript, status: 'busy' | 'failed'): void {
  const [handed, target] = begin(script);
  dropRest(script, handed);
  recordTarget(script, handed, { to: { number: numberOfParty(target) }, status });
  script.end();
}

function declined(script: CallScript): void {
  const [handed, target] = begin(script);
  const [leg] = ring(script, handed, [target]);
  script.wait(1, 6);
  if (leg) leave(script, handed.call, leg, handed.rest);
  recordTarget(script, handed, {
    to: { number: numberOfParty(target) },
    status: 'busy',
  });
  dropRest(script, handed);
  script.end();
}

/** CallFailed names who tried and why, not who was to be reached. */
function callFailed(script: CallScript): void {
  const [handed] = begin(script);
  handed.truth.decided.target = false;
  handed.truth.decided.kind = false;
  script.now += script.random.between(50, 800);
  script.fail(handed.call, handed.rest, script.random.pick(['486 Busy Here', '480 Temporarily Unavailable']));
  dropRest(script, handed);
  script.end();
}

/** A phone that answers 480 never rings, yet its record can say NO ANSWER like any other. */
function neverRang(script: CallScript): void {
  const [handed, target] = begin(script);
  handed.truth.decided.outcome = false;
  dropRest(script, handed);
  recordTarget(script, handed, {
    to: { number: numberOfParty(target) },
    status: 'no-answer',
  });
  script.end();
}
