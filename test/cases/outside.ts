import type { Member } from '../../src/transfer/member.js';
import { outbound, EventTape } from '../support/stories/event-tape.js';
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

/** Outside numbers, voicemail, and Local channels, which are no party. */
export const outsideScripts = (): CallScript[] => [
  script(
    'a transfer to an outside number',
    [
      {
        kind: 'blind',
        target: { kind: 'outside', number: '0600111222', answeredBy: null },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const mobile = outbound('1020', '0600111222', 0x2d);
      eventTape.transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, mobile, 60), 100, caller, mobile);
      eventTape.record(101, 60, CALLER, '0600111222', {
        type: 'outbound',
        targetTrunk: 'sip',
      });
    },
  ),
  script(
    'a transfer to voicemail',
    [
      {
        target: { kind: 'voicemail', number: '4001', answeredBy: null },
        outcome: 'unanswered',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(90, [caller, 'BYE'])
        .record(91, 60, CALLER, '4001', { status: 'voicemail' });
    },
  ),
  script(
    'a Local channel is no party',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape.status(61, [
        {
          kind: 'ext',
          number: '4555',
          channelid: 'Local/4555@context-00000031;1',
        },
        'ANSWER',
      ]);
      ended(blind(eventTape, caller, transferor, target, 60), 100, caller, target);
    },
  ),
  script(
    'an outbound call: the record is typed inbound, from the number called',
    [
      {
        transferor: { ext: '1020', basis: 'only-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const called = outbound('1020', '0600111222', 0x2b);
      eventTape
        .status(1, [transferor, 'ALERT'], [called, 'RING'])
        .status(5, [transferor, 'ANSWERED'], [called, 'ANSWER']);
      eventTape.transfer(60, [transferor, called]);
      eventTape.status(60, [transferor, 'BYE']).status(61, [target, 'RING']).status(66, [target, 'ANSWER']);
      ended(eventTape, 100, called, target).record(101, 60, '0600111222', '4001', {
        type: 'inbound',
        sourceTrunk: 'sip',
      });
    },
    new EventTape(),
  ),
  script(
    'a Local channel among the members is no party of the transfer either',
    [{ transferor: { ext: '1020', basis: 'story' }, target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const technical: Member = { kind: 'ext', number: '4555', channelid: 'Local/4555@context-00000031;1' };
      eventTape.transfer(60, [caller, transferor, technical]);
      ended(blind(eventTape, caller, transferor, target, 60), 100, caller, target);
    },
  ),
  script(
    'a transfer to an outside number known by its record alone',
    [{ target: { kind: 'outside', number: '600123456', answeredBy: null }, outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape.record(101, 60, CALLER, '600123456', { targetTrunk: 'sip', type: 'outbound' });
    },
    new EventTape(),
  ),
];
