import { CALL, ext, EventTape } from '../support/stories/event-tape.js';
import {
  type CallScript,
  transferor,
  target,
  colleague,
  OTHER,
  ended,
  to,
  blind,
  script,
} from './call-script.js';

/** Calls between two extensions: which of the two transferred. */
export const twoExtensionsScripts = (): CallScript[] => [
  script(
    'two extensions: who left transferred, whatever the order of the members',
    [
      {
        kind: 'blind',
        transferor: { ext: '2000', basis: 'story' },
        transferee: { kind: 'ext', number: '1020' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const a = ext('2000', 0x2b);
      eventTape
        .status(1, [a, 'ALERT'], [transferor, 'RING'])
        .status(5, [a, 'ANSWERED'], [transferor, 'ANSWER']);
      eventTape.transfer(60, [a, transferor]);
      ended(blind(eventTape, transferor, a, target, 60), 100, transferor, target)
        .record(101, 1, '2000', '1020')
        .record(101, 60, '1020', '4001');
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one is in the next transfer: the other transferred',
    [
      {
        hop: 1,
        transferor: { ext: '2000', basis: 'story' },
        target: null,
        outcome: 'unknown',
      },
      { hop: 2, target: null, outcome: 'unknown' },
    ],
    (eventTape) => {
      eventTape.transfer(60, [ext('2000', 0x2b), transferor]);
      eventTape.transfer(100, [transferor, target]);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one leaves the other behind, who transferred',
    [
      {
        transferor: { ext: '2000', basis: 'story' },
        transferee: { kind: 'ext', number: '1020' },
      },
    ],
    (eventTape) => {
      const a = ext('2000', 0x2b);
      eventTape.transfer(60, [a, transferor]);
      eventTape.status(60, [a, 'BYE'], [transferor, 'ANSWER']).status(65, [transferor, 'BYE']);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one has a record with the target: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' } }],
    (eventTape) => {
      eventTape.transfer(60, [colleague, transferor]);
      eventTape.record(101, 60, '1020', '4001');
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one is on hold while the target rings: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' } }],
    (eventTape) => {
      eventTape.status(5, [colleague, 'ANSWERED'], [transferor, 'ANSWER']);
      eventTape
        .status(50, [colleague, 'ANSWERED'], [transferor, 'HOLD'], [target, 'RING'])
        .transfer(60, [colleague, transferor]);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one is alone with the target: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' }, target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [colleague, transferor]);
      eventTape.status(67, [transferor, 'ANSWERED'], [target, 'ANSWER']);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one had called the target before: that one transferred',
    [{ transferor: { ext: '2000', basis: 'story' }, kind: 'attended', target: to('4001') }],
    (eventTape) => {
      const own = ext('2000', 0x30);
      const asked = ext('4001', 0x31);
      eventTape
        .under(OTHER)
        .status(41, [own, 'ALERT'], [asked, 'RING'])
        .status(45, [own, 'ANSWERED'], [asked, 'ANSWER']);
      eventTape.under(CALL).transfer(60, [colleague, transferor]);
      eventTape.status(61, [asked, 'ANSWER']);
    },
    new EventTape(),
  ),
];
