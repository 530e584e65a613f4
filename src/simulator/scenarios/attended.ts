import type { CallScript } from '../call/call-script.js';
import { open, ringsOut, type Talking, talkAndHangUp } from '../call/talk.js';
import type { OpenQuestion } from '../features/consultations.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** The transferor asks the target first: the consultation starts before the event. */
export const attended: Scenario[] = [
  { name: 'attended-same-id', weight: 12, play: (script) => asked(script, 'same id') },
  { name: 'attended-own-id', weight: 10, play: (script) => asked(script, 'own id') },
  { name: 'attended-local-channel', weight: 3, isIn: ({ hasChannels }) => hasChannels, play: localChannel },
  { name: 'attended-while-ringing', weight: 4, play: whileRinging },
  { name: 'attended-while-ringing-unanswered', weight: 2, play: whileRingingUnanswered },
  { name: 'attended-aborted', weight: 4, play: aborted },
];

/** By `*3` in the same call, or by a second call on the phone. */
type How = 'same id' | 'own id';

/** The one to be handed on waits on hold while the target's phone rings. */
function* ask(script: CallScript, { by, rest }: Talking, how: How, number: string): Steps<OpenQuestion> {
  yield* script.wait(5, 60);
  return script.consultations.ask(by, rest, number, how, () => {});
}

/** They talk, and then the two others are joined. */
function* asked(script: CallScript, how: How): Steps {
  const talk = yield* open(script);
  const number = script.cast.extension();
  script.willAnswer(number, 2, 12);
  const question = yield* ask(script, talk, how, number);
  const target = yield* script.answered();
  yield* script.wait(5, 90);
  script.consultations.complete(question);
  yield* talkAndHangUp(script, { by: target, rest: talk.rest });
}

function* localChannel(script: CallScript): Steps {
  script.firmware.showsTechnicalLeg = true;
  yield* asked(script, 'same id');
}

/** The transferor does not wait for the target to answer. */
function* whileRinging(script: CallScript): Steps {
  const talk = yield* open(script);
  const number = script.cast.extension();
  script.willAnswer(number, 14, 22);
  yield* handOnRinging(script, talk, number);
  yield* talkAndHangUp(script, { by: yield* script.answered(), rest: talk.rest });
}

function* whileRingingUnanswered(script: CallScript): Steps {
  ringsOut(script);
  yield* handOnRinging(script, yield* open(script), script.cast.extension());
}

function* handOnRinging(script: CallScript, talk: Talking, number: string): Steps {
  const question = yield* ask(script, talk, 'same id', number);
  yield* script.wait(2, 12);
  script.consultations.complete(question);
}

/** The target is asked and says no: a consultation and no event, so no transfer. */
function* aborted(script: CallScript): Steps {
  const talk = yield* open(script);
  const number = script.cast.extension();
  script.willAnswer(number, 2, 12);
  const question = yield* ask(script, talk, script.random.pick(['same id', 'own id'] as const), number);
  yield* script.answered();
  yield* script.wait(5, 30);
  script.consultations.goBack(question);
  yield* script.answered();
  yield* talkAndHangUp(script, talk);
}
