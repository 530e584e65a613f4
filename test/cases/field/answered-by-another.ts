import { ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { about, type FieldCase } from './field-case.js';

/** The call was transferred to one party, and another one answered there: by a pick-up or by a forward. */
export const answeredByAnother: FieldCase[] = [
  {
    promise: 'call pick-up: C rings, D dials *8',
    why: 'once answered: tkind=group (want ext)',
    source: 'thought out from what the vendor documents (what the PBX writes is a guess)',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(
        37,
        [ext('2003', 0x13), 'ANSWERED'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
        [ext('2002', 0x12), 'RING'],
      )
      .status(
        37.01,
        [ext('2002', 0x12), 'BYE'],
        [ext('2003', 0x13), 'ANSWERED'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
      )
      .status(80, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2003', 0x13), 'BYE'])
      .record(80.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(80.1, 30, '0911222333', '2002', {
        answeredBy: '2003',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 50,
        talkSeconds: 43,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', kind: 'ext', answeredBy: '2003' },
        outcome: 'answered',
        kind: 'blind',
      },
    ],
  },
  {
    promise: 'call pick-up, record names D only',
    why: 'once answered: target=2003 (want 2002)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(36.98, [ext('2002', 0x12), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ALERT'])
      .status(37, [ext('2003', 0x13), 'ANSWERED'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(80, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2003', 0x13), 'BYE'])
      .record(80.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(80.1, 30, '0911222333', '2003', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 50,
        talkSeconds: 43,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', answeredBy: '2003' },
        outcome: 'answered',
        kind: 'blind',
      },
    ],
  },
  {
    promise: 'forward on no answer after the transfer (C rings 15 s, forwards to D who answers)',
    why: 'once answered: target=2003 (want 2002)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(46, [ext('2002', 0x12), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ALERT'])
      .forward(46.01, [inbound('0911222333', '2001', 0x10)])
      .status(46.3, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2003', 0x13), 'RING'])
      .status(52, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2003', 0x13), 'ANSWER'])
      .status(90, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2003', 0x13), 'BYE'])
      .record(90.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(90.1, 30, '0911222333', '2002', {
        status: 'no-answer',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 16,
        talkSeconds: 0,
      })
      .record(90.2, 46, '0911222333', '2003', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 44,
        talkSeconds: 38,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', kind: 'ext', answeredBy: '2003' },
        outcome: 'answered',
        kind: 'blind',
        answeredAfter: about(22, 2),
      },
    ],
  },
  {
    promise: 'pickup',
    why: 'Blind to 1003, 1004 picks the ringing call up; the record says callto 1003. Target is lost (dialled 1003, taken by 1004).',
    source: 'NethServer 8054 (wrong agent after pickup)',
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(30.3, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1003', 0x12), 'RING'])
      .status(38, [ext('1004', 0x13), 'ANSWERED'], [inbound('600111222', '1020', 0x10), 'ANSWERED'])
      .status(38.05, [ext('1003', 0x12), 'BYE'])
      .status(100, [inbound('600111222', '1020', 0x10), 'BYE'], [ext('1004', 0x13), 'BYE'])
      .record(100.1, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(100.2, 30, '600111222', '1003', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 70,
        talkSeconds: 62,
      }),
    truth: [{ target: { number: '1003', answeredBy: '1004' }, outcome: 'answered' }],
  },
];
