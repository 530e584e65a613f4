import type { CallScript } from '../call/call-script.js';
import { handOnTo, open, type Talking, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** Passed on again and again, each time in the same call. */
export const chainScenarios: Scenario[] = [
  { name: 'chain-of-two', weight: 8, play: (script) => strangers(script, 2) },
  { name: 'chain-of-three', weight: 4, play: (script) => strangers(script, 3) },
  { name: 'thrown-back', weight: 5, play: thrownBack },
  { name: 'thrown-back-and-again', weight: 3, play: thrownBackAndAgain },
];

/**
 * Without channel ids the same two people's second transfer looks like the first one sent again, unless ten minutes
 * lie between them.
 */
export function* longEnough(script: CallScript): Steps {
  if (!script.firmware.dialect.hasChannels) yield* script.wait(605, 700);
}

function* strangers(script: CallScript, count: number): Steps {
  const talk = yield* open(script);
  yield* pass(
    script,
    talk,
    Array.from({ length: count }, () => script.cast.extension()),
  );
}

/** Each target answers and hands on to the next; the record of a leg can name the next one called. */
function* pass(script: CallScript, talk: Talking, targets: string[], waitBefore = -1): Steps {
  let current = talk;
  for (const [i, target] of targets.entries()) {
    if (i === waitBefore) yield* longEnough(script);
    script.firmware.recordNamesNext = i > 0 && script.random.chance(0.2);
    current = yield* handOnTo(script, current, target, [2, 12]);
  }
  yield* talkAndHangUp(script, current);
}

/** A hands to B, B hands back to A. */
function* thrownBack(script: CallScript): Steps {
  const talk = yield* open(script);
  yield* pass(script, talk, [script.cast.extension(), talk.by.owner]);
}

/** A hands to B, gets it back and hands to B again: two transfers, not one sent twice. */
function* thrownBackAndAgain(script: CallScript): Steps {
  const talk = yield* open(script);
  const target = script.cast.extension();
  yield* pass(script, talk, [target, talk.by.owner, target], 2);
}
