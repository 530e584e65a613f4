import { ext, EventTape } from '../support/stories/event-tape.js';
import { type CallScript, CALLER, caller, transferor, target, ended, to, script } from './call-script.js';

/** Targets that never got a channel, and phones that only seem to be targets. */
export const unreachedScripts = (): CallScript[] => [
  script('a busy target', [{ kind: 'blind', target: to('4001', null), outcome: 'failed' }], (eventTape) => {
    eventTape.transfer(60, [caller, transferor]);
    eventTape
      .status(60, [transferor, 'BYE'])
      .status(61, [caller, 'ALERT'], [target, 'RING'])
      .status(64, [target, 'BYE'])
      .status(65, [caller, 'BYE']);
    eventTape.record(66, 60, CALLER, '4001', { status: 'busy', talkSeconds: 4 });
  }),
  script(
    'a target that never got a channel is known by its record alone',
    [
      {
        kind: 'blind',
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
        basis: 'call-status+call-record',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape.status(60, [transferor, 'BYE']).status(62, [caller, 'BYE']);
      eventTape.record(63, 60, CALLER, '4009', { status: 'failed', callSeconds: 1 });
    },
  ),
  script(
    'a phone that does not ring leaves the record of a caller who hangs up at once: nothing is claimed of it',
    [{ target: { kind: 'unknown', number: '4001', answeredBy: null }, outcome: 'unknown' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      ended(eventTape.status(60, [transferor, 'BYE']), 62, caller);
      eventTape.record(62, 60, CALLER, '4001', { status: 'no-answer', callSeconds: 2 });
    },
  ),
  script(
    'a target that never got a channel is known by CallFailed',
    [
      {
        target: { kind: 'ext', number: '4009', answeredBy: null },
        outcome: 'failed',
        basis: 'call-failed',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .failed(61, 'NO Route', [ext('4009')])
        .status(62, [caller, 'BYE']);
    },
  ),
  script(
    'phones that rang with the transferor do not stand in for a target without a channel',
    [
      {
        kind: 'blind',
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
      },
    ],
    (eventTape) => {
      const mate = ext('1021', 0x2d);
      eventTape
        .status(1, [caller, 'ALERT'], [transferor, 'RING'], [mate, 'RING'])
        .status(5, [caller, 'ANSWERED'], [transferor, 'ANSWER'])
        .status(5, [mate, 'BYE']);
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(64, [caller, 'BYE'])
        .record(65, 60, CALLER, '4009', { status: 'busy' });
    },
    new EventTape(),
  ),
];
