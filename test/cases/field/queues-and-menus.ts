import { ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { oneOf, via, type FieldCase } from './field-case.js';

export const queuesAndMenus: FieldCase[] = [
  {
    promise: 'queue-agent-blind-to-queue, the same agent gets it again as agent',
    why: '2001 is a member of 6700: he answers as an agent; that is no return of an untaken call',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '6700', 0x10), 'ALERT'], [via('6700', ext('2001', 0x11)), 'RING'])
      .status(
        5,
        [inbound('0911222333', '6700', 0x10), 'ANSWERED'],
        [via('6700', ext('2001', 0x11)), 'ANSWER'],
      )
      .handOn(30, [inbound('0911222333', '6700', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '6700', 0x10), 'ANSWERED'])
      .status(
        31,
        [inbound('0911222333', '6700', 0x10), 'ALERT'],
        [via('6700', ext('2002', 0x12)), 'RING'],
        [via('6700', ext('2001', 0x13)), 'RING'],
      )
      .status(
        38,
        [via('6700', ext('2001', 0x13)), 'ANSWER'],
        [inbound('0911222333', '6700', 0x10), 'ANSWERED'],
        [via('6700', ext('2002', 0x12)), 'RING'],
      )
      .status(
        38.01,
        [via('6700', ext('2002', 0x12)), 'BYE'],
        [via('6700', ext('2001', 0x13)), 'ANSWER'],
        [inbound('0911222333', '6700', 0x10), 'ANSWERED'],
      )
      .status(80, [inbound('0911222333', '6700', 0x10), 'BYE'], [via('6700', ext('2001', 0x13)), 'BYE'])
      .record(80.1, 0, '0911222333', '6700', {
        answeredBy: '2001',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(80.1, 30, '0911222333', '6700', {
        answeredBy: '2001',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 50,
        talkSeconds: 42,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        transferee: { number: '0911222333' },
        target: { number: '6700', kind: 'group', answeredBy: '2001' },
        outcome: 'answered',
        kind: 'blind',
      },
    ],
  },
  {
    promise: 'queue record ANSWERED while no agent took it',
    why: 'a guess: queue application answers the channel, so its record reads ANSWERED; agents rang and nobody took',
    source: 'thought out from what the vendor documents (what the PBX writes is a guess)',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(
        31,
        [inbound('0911222333', '2001', 0x10), 'ALERT'],
        [via('6700', ext('2002', 0x12)), 'RING'],
        [via('6700', ext('2003', 0x13)), 'RING'],
      )
      .status(
        51,
        [via('6700', ext('2002', 0x12)), 'BYE'],
        [via('6700', ext('2003', 0x13)), 'BYE'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
      )
      .status(60, [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(60.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(60.1, 30, '0911222333', '6700', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 30,
      })
      .record(60.1, 31, '0911222333', '6700', {
        status: 'no-answer',
        answeredBy: '2002',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 20,
        talkSeconds: 0,
      })
      .record(60.1, 31, '0911222333', '6700', {
        status: 'no-answer',
        answeredBy: '2003',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 20,
        talkSeconds: 0,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '6700' },
        outcome: oneOf('unanswered', 'abandoned', 'unknown', 'failed'),
      },
    ],
  },
  {
    promise: 'queue path on caller too',
    why: "Blind to queue 6400: the vendor's pages give callpath to the caller's member as well. Then the path is taken for one that the call had before, and the target is agent 1003 instead of queue 6400.",
    source: 'help.yeastar.com zh event-CallStatus (inbound through IVR 6500: callpath 6500)',
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(
        30.3,
        [via('6400', inbound('600111222', '1020', 0x10)), 'ALERT'],
        [via('6400', ext('1003', 0x12)), 'RING'],
      )
      .status(
        36,
        [via('6400', inbound('600111222', '1020', 0x10)), 'ANSWERED'],
        [via('6400', ext('1003', 0x12)), 'ANSWER'],
      )
      .status(
        96,
        [via('6400', inbound('600111222', '1020', 0x10)), 'BYE'],
        [via('6400', ext('1003', 0x12)), 'BYE'],
      ),
    truth: [{ target: { kind: 'group', number: '6400', answeredBy: '1003' }, outcome: 'answered' }],
  },
  {
    promise: 'record status abandoned',
    why: 'P-Series record with status ABANDONED (documented for 30039, and consumers handle it in 30012): outcome unknown instead of abandoned.',
    source: 'public Django consumer, ; event-call-end-timeline-notification',
    eventTape: new EventTape('p-series')
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(60, [inbound('600111222', '1020', 0x10), 'BYE'])
      .record(60.1, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(60.2, 30, '600111222', '6400', {
        status: 'abandoned',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 0,
      }),
    truth: [{ target: { number: '6400' }, outcome: 'abandoned' }],
  },
  {
    promise: 'ivr hang up',
    why: 'Blind to IVR 6500 where the caller hangs up in the menu: counted as answered although nobody spoke to him.',
    source: "yate/teams complaints: 'did the agent actually take the call?' MicrosoftDocs 7767",
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(30.3, [via('6500', inbound('600111222', '1020', 0x10)), 'ANSWERED'])
      .status(50, [via('6500', inbound('600111222', '1020', 0x10)), 'BYE'])
      .record(50.1, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(50.2, 30, '600111222', '6500', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 20,
        talkSeconds: 20,
      }),
    truth: [{ outcome: 'abandoned' }],
  },
];
