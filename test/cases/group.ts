import { ext, inbound, EventTape } from '../support/stories/event-tape.js';
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

/** Ring groups and queues. */
export const groupScripts = (): CallScript[] => [
  script(
    'a ring group: several ring, one answers, the BYE of the others is not the end',
    [
      {
        kind: 'blind',
        target: { kind: 'group', number: '6200', answeredBy: '4002' },
        outcome: 'answered',
        talkSeconds: 30,
      },
    ],
    (eventTape) => {
      const group = [ext('4001', 0x2d), ext('4002', 0x2e), ext('4003', 0x2f)] as const;
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(61, [caller, 'ALERT'], [group[0], 'RING'], [group[1], 'RING'], [group[2], 'RING']);
      eventTape
        .status(70, [caller, 'ANSWERED'], [group[1], 'ANSWER'])
        .status(70, [group[0], 'BYE'])
        .status(70, [group[2], 'BYE']);
      ended(eventTape, 100, caller, group[1]).record(101, 60, CALLER, '6200').record(101, 61, CALLER, '4002');
    },
  ),
  script(
    'a queue named by 6200(4002)',
    [
      {
        kind: 'blind',
        target: { kind: 'group', number: '6200', answeredBy: '4001' },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, target, 60), 100, caller, target);
      eventTape.record(101, 60, CALLER, '6200', { answeredBy: '4001' });
    },
  ),
  script(
    'a queue named by the path of the leg',
    [
      {
        target: { kind: 'group', number: '6200', answeredBy: '4001' },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const agent = { ...target, callpath: '6200' };
      eventTape.transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, agent, 60), 100, caller, agent);
    },
  ),
  script(
    'a call that came through a ring group: the phones that rang with the transferor are not the target',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const mate = ext('1021', 0x2d);
      const answering = ext('4001', 0x30);
      eventTape
        .status(1, [caller, 'ALERT'], [transferor, 'RING'], [mate, 'RING'])
        .status(5, [caller, 'ANSWERED'], [transferor, 'ANSWER'])
        .status(5, [mate, 'BYE']);
      eventTape.transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, answering, 60), 100, caller, answering);
    },
    new EventTape(),
  ),
  script(
    'a queue named by the record alone',
    [
      {
        target: { kind: 'group', number: '6200', answeredBy: '4002' },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(100, [caller, 'BYE'])
        .record(101, 60, CALLER, '6200', { answeredBy: '4002' });
    },
  ),
  script(
    'phones that rang with the transferor, each in an event of its own, are not the target either',
    [
      {
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
      },
    ],
    (eventTape) => {
      const [v1Caller, v1E, mate] = [inbound(CALLER, '1020'), ext('1020'), ext('1021')];
      eventTape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(1, [mate, 'RING'], [v1Caller, 'RING']);
      eventTape
        .status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED'], [v1E, 'ANSWERED']);
      eventTape.status(5, [mate, 'BYE'], [v1Caller, 'BYE']).transfer(12, [v1E, v1Caller]);
      eventTape
        .status(12, [v1E, 'BYE'], [v1Caller, 'BYE'])
        .record(17, 12, CALLER, '4009', { status: 'busy' });
    },
    new EventTape('v1.1'),
  ),
  script(
    'a phone that had stopped ringing before, and one that rang with the transferor: neither is the target',
    [{ target: null, outcome: 'unknown' }],
    (eventTape) => {
      const [gone, mate] = [ext('1021', 0x2d), ext('1022', 0x2e)];
      eventTape.status(1, [gone, 'RING']).status(5, [gone, 'BYE']);
      eventTape
        .status(9, [caller, 'ALERT'], [transferor, 'RING'], [mate, 'RING'])
        .transfer(60, [caller, transferor]);
    },
    new EventTape(),
  ),
];
