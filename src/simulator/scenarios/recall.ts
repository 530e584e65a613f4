import type { CallScript } from '../call/call-script.js';
import { abandon, handOn, handOnTo, open, type Talking, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import { longEnough } from './chain.js';
import type { Scenario } from './scenario.js';

/** Nobody takes it and the transferor is called back: by the dial plan in the same call, by Asterisk under a new id. */
export const recall: Scenario[] = [
  { name: 'recall-answered', weight: 6, play: (script) => answered(script, 'same id') },
  { name: 'recall-answered-new-id', weight: 3, play: (script) => answered(script, 'new id') },
  { name: 'recall-unanswered', weight: 2, play: (script) => notTaken(script, 'same id') },
  { name: 'recall-unanswered-new-id', weight: 2, play: (script) => notTaken(script, 'new id') },
  { name: 'recall-then-again', weight: 3, play: thenAgain },
];

type How = 'same id' | 'new id';

function* notTaken(script: CallScript, how: How): Steps<Talking> {
  script.firmware.recall = how;
  script.decide('recall', true);
  const talk = yield* open(script);
  yield* handOn(script, talk, script.cast.extension());
  return talk;
}

/** The transferor takes it back. */
function* returned(script: CallScript, how: How): Steps<Talking> {
  const { by, rest } = yield* notTaken(script, how);
  script.willAnswer(by.owner, 2, 12);
  return { by: yield* script.answered(), rest };
}

function* answered(script: CallScript, how: How): Steps {
  yield* talkAndHangUp(script, yield* returned(script, how));
}

/** Back with the transferor, it is handed to somebody else. */
function* thenAgain(script: CallScript): Steps {
  const talk = yield* returned(script, script.random.pick(['same id', 'new id'] as const));
  yield* longEnough(script);
  const target = script.cast.extension();
  if (script.random.chance(0.8)) return yield* talkAndHangUp(script, yield* handOnTo(script, talk, target));
  yield* handOn(script, talk, target);
  yield* abandon(script, talk.rest, 3, 15);
}
