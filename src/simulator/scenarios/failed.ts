import type { CallScript } from '../call/call-script.js';
import { handOn, open } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { ExtensionPlace } from '../dial-plan/dial-plan.js';
import type { Scenario } from './scenario.js';

/** The target could not be reached. Only one that declines ever rings; of the others a record or a CallFailed is the only trace. */
export const failed: Scenario[] = [
  { name: 'busy', weight: 4, play: (script) => recordAlone(script, { doNotDisturb: true }) },
  { name: 'unreachable', weight: 2, play: (script) => recordAlone(script, { isRegistered: false }) },
  { name: 'declined', weight: 2, play: declined },
  { name: 'call-failed', weight: 2, play: callFailed },
  { name: 'never-rang', weight: 1, play: neverRang },
];

/** The one handed on hears an announcement, and is let go. */
function* sent(script: CallScript, target: string): Steps {
  script.decide('announcement', true);
  yield* handOn(script, yield* open(script), target);
}

function* recordAlone(script: CallScript, place: Partial<ExtensionPlace>): Steps {
  script.pushes.failures = false;
  yield* sent(script, script.cast.extension(place));
}

function* declined(script: CallScript): Steps {
  script.pushes.failures = false;
  script.decide('declined is busy', true);
  const target = script.cast.extension();
  script.people.will(target, 'declines', script.random.between(1000, 6000));
  yield* sent(script, target);
}

/** CallFailed names who tried and why, not who was to be reached. */
function* callFailed(script: CallScript): Steps {
  script.pushes.records = false;
  script.undecided.add('target').add('kind');
  yield* sent(
    script,
    script.cast.extension(script.random.pick([{ doNotDisturb: true }, { isRegistered: false }])),
  );
}

/** A phone that answers 480 never rings, yet its record can say NO ANSWER like any other. */
function* neverRang(script: CallScript): Steps {
  script.firmware.unreachableRecord = 'no-answer';
  script.undecided.add('outcome');
  yield* recordAlone(script, { isRegistered: false });
}
