import type { CallScript } from '../call/call-script.js';
import { abandon, handOn, handOnTo, type Opening, open, ringsOut, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** `*03` to an extension: the event comes before the target's phone rings. */
export const blind: Scenario[] = [
  { name: 'blind-by-callee', weight: 8, play: (script) => answered(script, 'callee') },
  { name: 'blind-by-caller', weight: 6, play: (script) => answered(script, 'caller') },
  { name: 'blind-inbound', weight: 40, play: (script) => answered(script, 'inbound') },
  { name: 'blind-outbound', weight: 8, play: (script) => answered(script, 'outbound') },
  { name: 'blind-unanswered', weight: 12, play: unanswered },
  { name: 'blind-abandoned', weight: 7, play: abandoned },
  { name: 'bye-overtakes', weight: 3, play: byeOvertakes },
  { name: 'member-order-contradicted', weight: 1, play: memberOrderContradicted },
  { name: 'transferor-lingers', weight: 3, play: transferorLingers },
];

function* answered(script: CallScript, opening?: Opening): Steps {
  const talk = yield* open(script, opening);
  yield* talkAndHangUp(script, yield* handOnTo(script, talk, script.cast.extension()));
}

function* unanswered(script: CallScript): Steps {
  ringsOut(script);
  yield* handOn(script, yield* open(script), script.cast.extension());
}

function* abandoned(script: CallScript): Steps {
  const talk = yield* open(script);
  yield* handOn(script, talk, script.cast.extension());
  yield* abandon(script, talk.rest, 4, 22);
}

/** On separate connections the transferor's BYE is easily there before the event. */
function* byeOvertakes(script: CallScript): Steps {
  script.decide('bye of the transferor', -script.random.between(1, 15));
  yield* answered(script);
}

/** No document promises which of two extensions stands where: here the neighbouring events say otherwise. */
function* memberOrderContradicted(script: CallScript): Steps {
  script.firmware.swapsMembers = true;
  yield* answered(script, script.random.pick(['callee', 'caller'] as const));
}

/** The transferor hangs up while the target rings, and still shows as talking until the target answers. */
function* transferorLingers(script: CallScript): Steps {
  script.firmware.lingers = true;
  yield* answered(script);
}
