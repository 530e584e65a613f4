import { ext, EventTape } from '../support/stories/event-tape.js';
import { type CallScript, caller, target, ended, to, script } from './call-script.js';

/** Forwarded callers. */
export const forwardScripts = (): CallScript[] => [
  script(
    'a forwarded caller',
    [
      {
        kind: 'forward',
        transferor: { ext: null, basis: 'unknown' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const a = ext('1006', 0x2b);
      eventTape.status(1, [a, 'ALERT']).forward(1, [a]).transfer(1, [a]);
      eventTape.status(2, [target, 'RING']).status(9, [a, 'ANSWERED'], [target, 'ANSWER']);
      ended(eventTape, 60, a, target);
    },
    new EventTape(),
  ),
  script(
    'a Forward event: the caller was forwarded',
    [{ kind: 'forward' }],
    (eventTape) => {
      eventTape.forward(60, [caller]).transfer(60, [caller]);
    },
    new EventTape(),
  ),
];
