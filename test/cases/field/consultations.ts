import { CALL, ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { callAt, oneOf, type FieldCase } from './field-case.js';

export const consultations: FieldCase[] = [
  {
    promise:
      'second line: A holds Z on another call he made, blind transfers X to unregistered C, then ends with Z',
    why: "two legs that end together share one BYE, of the one who hung up first: Z's never comes",
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .under(callAt(-10, 10))
      .status(-9.5, [ext('2001', 0x10), 'ALERT'], [ext('2005', 0x11), 'RING'])
      .status(-7, [ext('2001', 0x10), 'ANSWERED'], [ext('2005', 0x11), 'ANSWER'])
      .under(CALL)
      .status(1, [inbound('0911222333', '2001', 0x12), 'ALERT'], [ext('2001', 0x13), 'RING'])
      .under(callAt(-10, 10))
      .status(2, [ext('2005', 0x11), 'HOLD'], [ext('2001', 0x10), 'ANSWERED'])
      .under(CALL)
      .status(3, [inbound('0911222333', '2001', 0x12), 'ANSWERED'], [ext('2001', 0x13), 'ANSWER'])
      .handOn(20, [inbound('0911222333', '2001', 0x12), ext('2001', 0x13)])
      .status(20.01, [ext('2001', 0x13), 'BYE'], [inbound('0911222333', '2001', 0x12), 'ANSWERED'])
      .status(20.4, [inbound('0911222333', '2001', 0x12), 'BYE'])
      .under(callAt(-10, 10))
      .status(22, [ext('2005', 0x11), 'ANSWER'], [ext('2001', 0x10), 'ANSWERED'])
      .status(32, [ext('2001', 0x10), 'BYE'], [ext('2005', 0x11), 'ANSWER']),
    truth: [
      {
        transferor: { ext: '2001' },
        transferee: { number: '0911222333' },
        // No event names the number that was dialled.
        target: null,
        outcome: oneOf('failed', 'unanswered', 'unknown'),
        kind: oneOf('blind', 'unknown'),
      },
    ],
  },
  {
    promise:
      'attended into an older call: A talks with C (2002) since long, X calls, A joins X to C; C hands X to D',
    why: "C's channel is older than X's and A's: the later transfer has no younger channel",
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .under(callAt(-60, 5))
      .status(-59, [ext('2002', 0x5), 'ALERT'], [ext('2001', 0x6), 'RING'])
      .status(-57, [ext('2002', 0x5), 'ANSWERED'], [ext('2001', 0x6), 'ANSWER'])
      .under(CALL)
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .under(callAt(-60, 5))
      .status(2, [ext('2002', 0x5), 'HOLD'], [ext('2001', 0x6), 'ANSWER'])
      .under(CALL)
      .status(3, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .under(callAt(-60, 5))
      .status(30.02, [ext('2001', 0x6), 'BYE'])
      .under(CALL)
      .status(
        30.03,
        [ext('2001', 0x11), 'BYE'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
        [ext('2002', 0x5), 'ANSWER'],
      )
      .handOn(90, [inbound('0911222333', '2001', 0x10), ext('2002', 0x5)])
      .status(90.01, [ext('2002', 0x5), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(91, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2004', 0x12), 'RING'])
      .status(95, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2004', 0x12), 'ANSWER'])
      .status(130, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2004', 0x12), 'BYE'])
      .record(130.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(130.1, 30, '0911222333', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 60,
        talkSeconds: 60,
      })
      .record(130.1, 90, '0911222333', '2004', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 40,
        talkSeconds: 35,
      }),
    truth: [
      { transferor: { ext: '2001' }, target: { number: '2002' }, outcome: 'answered', kind: 'attended' },
      { transferor: { ext: '2002' }, target: { number: '2004' }, outcome: 'answered', kind: 'blind' },
    ],
  },
  {
    promise: 'v1: consultation RING 15 s late on the network',
    why: 'RING of 2002 (sent at 16) arrives at 32, ANSWER (20) in time, Tranfer at 30',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape('v1.1')
      .status(1, [ext('2001'), 'RING'], [inbound('0911222333', '2001'), 'RING'])
      .status(1, [inbound('0911222333', '2001'), 'ALERT'], [ext('2001'), 'ALERT'])
      .status(5, [ext('2001'), 'ANSWER'], [inbound('0911222333', '2001'), 'ANSWER'])
      .status(5, [inbound('0911222333', '2001'), 'ANSWERED'], [ext('2001'), 'ANSWERED'])
      .status(20, [ext('2002'), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001'), ext('2001')])
      .status(30.01, [ext('2001'), 'BYE'])
      .status(32, [ext('2002'), 'RING'])
      .status(70, [inbound('0911222333', '2001'), 'BYE'])
      .status(70, [ext('2002'), 'BYE']),
    truth: [{ outcome: 'answered', kind: oneOf('attended', 'unknown') }],
  },
  {
    promise: 'blonde, lingering transferor, transferee (B) hangs up while C rings, no HOLD pushed',
    why: '2002 called 2001; 2001 transfers 2002; 2001 shown as talking on',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [ext('2002', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [ext('2002', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .status(25, [ext('2003', 0x12), 'RING'], [ext('2002', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [ext('2002', 0x10), ext('2001', 0x11)])
      .status(36, [ext('2002', 0x10), 'BYE'], [ext('2001', 0x11), 'ANSWER'], [ext('2003', 0x12), 'RING'])
      .status(36.03, [ext('2003', 0x12), 'BYE'], [ext('2001', 0x11), 'BYE']),
    truth: [{ transferor: { ext: oneOf('2001', null) }, outcome: oneOf('abandoned', 'unknown') }],
  },
];
