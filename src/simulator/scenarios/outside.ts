import type { CallScript } from '../call/call-script.js';
import { handOn, handOnTo, open, ringsOut, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** To an outside number, and to a mailbox. */
export const outsideScenarios: Scenario[] = [
  { name: 'to-outside', weight: 6, play: toOutside },
  { name: 'to-outside-unanswered', weight: 2, play: toOutsideUnanswered },
  { name: 'to-voicemail', weight: 2, play: toVoicemail },
  { name: 'rang-then-voicemail', weight: 3, play: rangThenVoicemail },
];

function* toOutside(script: CallScript): Steps {
  const talk = yield* open(script);
  yield* talkAndHangUp(script, yield* handOnTo(script, talk, script.cast.outsider(), [4, 20]));
}

function* toOutsideUnanswered(script: CallScript): Steps {
  ringsOut(script);
  yield* handOn(script, yield* open(script), script.cast.outsider());
}

/** Straight to the mailbox: no phone rings, the record says VOICEMAIL. */
function* toVoicemail(script: CallScript): Steps {
  const talk = yield* open(script);
  yield* handOn(script, talk, script.cast.mailboxOf(script.cast.extension()));
}

/** The extension was meant and rang; its mailbox answered. */
function* rangThenVoicemail(script: CallScript): Steps {
  yield* handOn(script, yield* open(script), script.cast.extension({ hasVoicemail: true }));
}
