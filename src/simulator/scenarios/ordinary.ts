import { type CallScript } from '../call/call-script.js';
import { hangUp, open } from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** Calls that nobody hands on: most of what a PBX tells. */
export const ordinary: Scenario[] = [
  { name: 'talk', weight: 8, play: talk },
  { name: 'held-talk', weight: 2, play: heldTalk },
];

function talk(script: CallScript): void {
  const call = open(script);
  script.wait(5, 240);
  hangUp(script, call);
  script.end();
}

function heldTalk(script: CallScript): void {
  const call = open(script);
  script.wait(5, 60);
  script.status(call.call, [{ leg: call.rest, state: 'HOLD' }]);
  script.wait(2, 30);
  script.status(call.call, [
    {
      leg: call.rest,
      state: call.byCalled ? 'ANSWER' : 'ANSWERED',
      peer: call.by,
    },
  ]);
  script.wait(5, 60);
  hangUp(script, call);
  script.end();
}
