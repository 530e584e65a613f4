import { at, EventTape } from '../support/stories/event-tape.js';
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

/** Blind transfers, and what of them events and records show. */
export const blindScripts = (): CallScript[] => [
  script(
    'a blind transfer that is answered',
    [
      {
        kind: 'blind',
        target: to('4001'),
        outcome: 'answered',
        answeredAt: at(67),
        talkSeconds: 33,
        basis: 'call-status+call-record',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, target, 60), 100, caller, target);
      eventTape
        .record(101, 1, CALLER, '1020', { type: 'inbound' })
        .record(101, 60, CALLER, '4001', { type: 'inbound' });
    },
  ),
  script(
    'a blind transfer without an event before it',
    [{ target: to('4001'), outcome: 'answered', answeredAt: at(67), talkSeconds: 33 }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      ended(eventTape.status(67, [caller, 'ANSWERED'], [target, 'ANSWER']), 100, caller, target);
    },
    new EventTape(),
  ),
  script(
    'a member without a status, and an event whose name says none either',
    [{ target: null, outcome: 'unknown' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape.add(67, { ...eventTape.header('CallStatus'), what: 'status', members: [target] });
    },
  ),
  script(
    'a blind transfer known by its records alone',
    [
      {
        kind: 'blind',
        target: to('4001', null),
        outcome: 'answered',
        talkSeconds: 36,
        basis: 'call-record',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .record(61, 1, CALLER, '1020', { type: 'inbound' })
        .record(101, 60, CALLER, '4001', { type: 'inbound' });
    },
    new EventTape(),
  ),
  script(
    'a blind transfer that nobody answers, its record with talk above 0',
    [
      {
        kind: 'blind',
        target: to('4001', null),
        outcome: 'unanswered',
        answeredAt: null,
        talkSeconds: null,
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(61, [caller, 'ALERT'], [target, 'RING'])
        .status(91, [target, 'BYE'])
        .status(92, [caller, 'BYE']);
      eventTape.record(93, 60, CALLER, '4001', {
        status: 'no-answer',
        talkSeconds: 31,
        callSeconds: 31,
      });
    },
  ),
  script(
    'a caller who hangs up while the target rings',
    [{ kind: 'blind', target: to('4001', null), outcome: 'abandoned' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(61, [caller, 'ALERT'], [target, 'RING'])
        .status(70, [caller, 'BYE'], [target, 'RING'])
        .status(71, [target, 'BYE']);
      eventTape.record(72, 60, CALLER, '4001', { status: 'no-answer', callSeconds: 10 });
    },
  ),
  script(
    'the BYE of the transferor that overtakes the event',
    [
      {
        kind: 'blind',
        transferor: { ext: '1020', basis: 'only-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      ended(blind(eventTape, caller, transferor, target, 60), 100, caller, target);
      eventTape.transfer(60.015, [caller, transferor]);
    },
  ),
  script(
    'a transferor who hangs up while the target rings, shown as talking until it answers',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(61, [caller, 'ALERT'], [transferor, 'ANSWER'], [target, 'RING'])
        .status(67, [caller, 'ANSWERED'], [transferor, 'ANSWER'], [target, 'ANSWER']);
      ended(
        eventTape.status(67, [transferor, 'BYE'], [caller, 'ANSWERED'], [target, 'ANSWER']),
        100,
        caller,
        target,
      );
    },
  ),
  script(
    'nothing but the transfer itself: nothing is claimed',
    [
      {
        kind: 'unknown',
        target: null,
        outcome: 'unknown',
        answeredAt: null,
        talkSeconds: null,
        basis: null,
      },
    ],
    (eventTape) => void eventTape.transfer(60, [caller, transferor]),
    new EventTape(),
  ),
];
