import type { Life } from '../call/call-script.js';
import { hangUp, open } from '../call/steps.js';
import type { Scenario } from './scenario.js';

/** Calls that nobody hands on: most of what a PBX tells. */
export const ordinary: Scenario[] = [
  { name: 'talk', weight: 8, play: talk },
  { name: 'held-talk', weight: 2, play: heldTalk },
];

function talk(life: Life): void {
  const call = open(life);
  life.wait(5, 240);
  hangUp(life, call);
  life.end();
}

function heldTalk(life: Life): void {
  const call = open(life);
  life.wait(5, 60);
  life.status(call.call, [{ leg: call.rest, state: 'HOLD' }]);
  life.wait(2, 30);
  life.status(call.call, [
    {
      leg: call.rest,
      state: call.byCalled ? 'ANSWER' : 'ANSWERED',
      peer: call.by,
    },
  ]);
  life.wait(5, 60);
  hangUp(life, call);
  life.end();
}
