import type { CallScript } from '../call/call-script.js';
import { open, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** Calls that nobody hands on: most of what a PBX says. */
export const ordinary: Scenario[] = [
  { name: 'talk', weight: 8, play: talk },
  { name: 'held-talk', weight: 2, play: heldTalk },
];

function* talk(script: CallScript): Steps {
  yield* talkAndHangUp(script, yield* open(script));
}

function* heldTalk(script: CallScript): Steps {
  const { exchange } = script;
  const { by, rest } = yield* open(script);
  yield* script.wait(5, 60);
  exchange.showStates(rest.call, [{ channel: rest, state: 'HOLD' }]);
  yield* script.wait(2, 30);
  exchange.showStates(rest.call, [{ channel: rest, state: 'ANSWERED', peer: by }]);
  yield* talkAndHangUp(script, { by, rest });
}
