import { ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { type FieldCase } from './field-case.js';

export const devices: FieldCase[] = [
  {
    promise: 'hot-desking: A logs in at another phone during the call; target 2002 rings on two devices',
    why: '2002 registered twice: two channels of the same extension ring, one answers',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(
        31,
        [inbound('0911222333', '2001', 0x10), 'ALERT'],
        [ext('2002', 0x12), 'RING'],
        [ext('2002', 0x13), 'RING'],
      )
      .status(
        36,
        [ext('2002', 0x13), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
        [ext('2002', 0x12), 'RING'],
      )
      .status(
        36.01,
        [ext('2002', 0x12), 'BYE'],
        [ext('2002', 0x13), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
      )
      .status(80, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2002', 0x13), 'BYE'])
      .record(80.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(80.1, 30, '0911222333', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 50,
        talkSeconds: 44,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', kind: 'ext', answeredBy: '2002' },
        outcome: 'answered',
        kind: 'blind',
      },
    ],
  },
  {
    promise: 'two devices blind v2',
    why: 'An extension with a desk phone and Linkus rings on two channels with one number; the PBX even records callto 1003. The target must be ext 1003, answered by 1003.',
    source: 'docs p-series concurrent_registrations; event 30007 kinds Sip/Mobile/Desktop/Web',
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(
        30.3,
        [inbound('600111222', '1020', 0x10), 'ALERT'],
        [ext('1003', 0x12), 'RING'],
        [ext('1003', 0x13), 'RING'],
      )
      .status(36, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1003', 0x13), 'ANSWER'])
      .status(36.02, [ext('1003', 0x12), 'BYE'])
      .status(96, [inbound('600111222', '1020', 0x10), 'BYE'], [ext('1003', 0x13), 'BYE'])
      .record(96.2, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(96.3, 30, '600111222', '1003', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 66,
        talkSeconds: 60,
      }),
    truth: [
      {
        target: { kind: 'ext', number: '1003', answeredBy: '1003' },
        outcome: 'answered',
        kind: 'blind',
        talkSeconds: 60,
      },
    ],
  },
  {
    promise: 'two devices no answer',
    why: 'The same, nobody answers: the unanswered call belongs to 1003.',
    source: 'as above',
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(
        30.3,
        [inbound('600111222', '1020', 0x10), 'ALERT'],
        [ext('1003', 0x12), 'RING'],
        [ext('1003', 0x13), 'RING'],
      )
      .status(
        60,
        [ext('1003', 0x12), 'BYE'],
        [ext('1003', 0x13), 'BYE'],
        [inbound('600111222', '1020', 0x10), 'ALERT'],
      )
      .status(62, [inbound('600111222', '1020', 0x10), 'BYE'])
      .record(62.2, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(62.3, 30, '600111222', '1003', {
        status: 'no-answer',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 32,
        talkSeconds: 0,
      }),
    truth: [{ target: { kind: 'ext', number: '1003', answeredBy: null }, outcome: 'unanswered' }],
  },
  {
    promise: 'two devices attended',
    why: 'Attended by *3 (same call id), target on two devices, the event names caller and transferor.',
    source: 'as above',
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .status(20, [inbound('600111222', '1020', 0x10), 'HOLD'], [ext('1020', 0x11), 'ANSWER'])
      .status(20.5, [ext('1020', 0x11), 'ALERT'], [ext('1003', 0x12), 'RING'], [ext('1003', 0x13), 'RING'])
      .status(25, [ext('1020', 0x11), 'ANSWERED'], [ext('1003', 0x13), 'ANSWER'])
      .status(25.05, [ext('1003', 0x12), 'BYE'])
      .handOn(35, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(35.1, [ext('1020', 0x11), 'BYE'])
      .status(35.2, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1003', 0x13), 'ANSWER'])
      .status(95, [inbound('600111222', '1020', 0x10), 'BYE'], [ext('1003', 0x13), 'BYE'])
      .record(95.1, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 35,
        talkSeconds: 32,
      })
      .record(95.2, 20, '1020', '1003', { callSeconds: 15, talkSeconds: 10 })
      .record(95.3, 35, '600111222', '1003', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 60,
        talkSeconds: 60,
      }),
    truth: [
      { target: { kind: 'ext', number: '1003', answeredBy: '1003' }, outcome: 'answered', kind: 'attended' },
    ],
  },
];
