import { ext, inbound, START } from '../support/stories/event-tape.js';
import {
  type CallScript,
  CALLER,
  caller,
  transferor,
  target,
  ended,
  to,
  blind,
  script,
} from './call-script.js';

/** Several transfers of one call, and a call that goes on under another id. */
export const chainScripts = (): CallScript[] => [
  script(
    'a chain: each hop ends where the next begins',
    [
      {
        hop: 1,
        kind: 'blind',
        target: to('4001'),
        outcome: 'answered',
        talkSeconds: 33,
      },
      {
        hop: 2,
        kind: 'blind',
        target: to('4002'),
        outcome: 'answered',
        talkSeconds: 23,
      },
    ],
    (eventTape) => {
      const d = ext('4002', 0x2e);
      eventTape.transfer(60, [caller, transferor]);
      blind(eventTape, caller, transferor, target, 60).transfer(100, [caller, target]);
      ended(blind(eventTape, caller, target, d, 100), 130, caller, d);
      eventTape.record(131, 60, CALLER, '4002').record(131, 100, CALLER, '4002');
    },
  ),
  script(
    'a loop: back to the first',
    [
      { hop: 1, target: to('4001'), outcome: 'answered' },
      { hop: 2, target: to('1020'), outcome: 'answered' },
      { hop: 3, target: to('4001'), outcome: 'answered' },
    ],
    (eventTape) => {
      const again = ext('1020', 0x2e);
      const third = ext('4001', 0x2f);
      eventTape.transfer(60, [caller, transferor]);
      blind(eventTape, caller, transferor, target, 60).transfer(100, [caller, target]);
      blind(eventTape, caller, target, again, 100).transfer(140, [caller, again]);
      ended(blind(eventTape, caller, again, third, 140), 180, caller, third);
    },
  ),
  script(
    'a call that goes on under another id is found by the remaining party and the time',
    [{ target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const moved = inbound(CALLER, '4001', 0x30);
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(60, [caller, 'BYE'])
        .under(`${START + 61}.31`);
      eventTape
        .status(61, [moved, 'ALERT'], [target, 'RING'])
        .status(66, [moved, 'ANSWERED'], [target, 'ANSWER'])
        .status(90, [moved, 'BYE'], [target, 'BYE']);
    },
  ),
  script(
    'the talk with a target ends with the next transfer, though its BYE comes late',
    [
      { target: to('4001'), talkSeconds: 33 },
      { target: null, outcome: 'unknown' },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      blind(eventTape, caller, transferor, target, 60).transfer(100, [caller, target]);
      eventTape.status(118, [target, 'BYE']);
    },
  ),
  script(
    'a chain whose second transfer overtook the first: the channels show the order',
    [
      { hop: 1, target: to('4001'), outcome: 'answered' },
      { hop: 2, target: null },
    ],
    (eventTape) => {
      eventTape.transfer(70, [caller, transferor]);
      blind(eventTape, caller, transferor, target, 60).transfer(69, [caller, target]);
    },
  ),
];
