import { ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { about, callAt, oneOf, type FieldCase } from './field-case.js';

export const laterMovement: FieldCase[] = [
  {
    promise: 'caller calls again at once after a failed transfer; someone else answers the new call',
    why: 'CallFailed came; X left by BYE; the new call has a new channel of X: not the same call',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .failed(30.5, '486 Busy here', [inbound('0911222333', '2001', 0x10)])
      .status(31, [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(31.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .under(callAt(40, 20))
      .status(41, [inbound('0911222333', '2005', 0x12), 'ALERT'], [ext('2005', 0x13), 'RING'])
      .status(45, [inbound('0911222333', '2005', 0x12), 'ANSWERED'], [ext('2005', 0x13), 'ANSWER'])
      .status(80, [inbound('0911222333', '2005', 0x12), 'BYE'], [ext('2005', 0x13), 'BYE'])
      .record(80.1, 40, '0911222333', '2005', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 40,
        talkSeconds: 35,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        transferee: { number: '0911222333' },
        target: null,
        outcome: 'failed',
        kind: oneOf('blind', 'unknown'),
      },
    ],
  },
  {
    promise: 'unreported hop between (parked/API-moved): A->B answered; then D has X and transfers to E',
    why: 'B (2002) took X at 35; X got to D (2004) through the API, which is never reported; the legs of B show it',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(35, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x12), 'ANSWER'])
      .status(60, [ext('2002', 0x12), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(61, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2004', 0x13), 'RING'])
      .status(66, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2004', 0x13), 'ANSWER'])
      .handOn(90, [inbound('0911222333', '2001', 0x10), ext('2004', 0x13)])
      .status(90.01, [ext('2004', 0x13), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(91, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2005', 0x14), 'RING'])
      .status(95, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2005', 0x14), 'ANSWER'])
      .status(130, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2005', 0x14), 'BYE'])
      .record(130.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(130.1, 30, '0911222333', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(130.1, 60, '0911222333', '2004', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 24,
      })
      .record(130.1, 90, '0911222333', '2005', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 40,
        talkSeconds: 35,
      }),
    truth: [
      { transferor: { ext: '2001' }, target: { number: '2002', answeredBy: '2002' }, outcome: 'answered' },
      { transferor: { ext: '2004' }, target: { number: '2005' }, outcome: 'answered' },
    ],
  },
  {
    promise: 'the next Tranfer was lost (or made by the API): A->B answered, B->C answered',
    why: 'once answered: target=2003 (want 2002); once answered: by=2003 (want 2002); once answered: ans=36 (want 5); once answered: talk=33 (want 25)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(35, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x12), 'ANSWER'])
      .status(60, [ext('2002', 0x12), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(61, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2003', 0x13), 'RING'])
      .status(66, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2003', 0x13), 'ANSWER'])
      .status(99, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2003', 0x13), 'BYE'])
      .record(99.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(99.1, 30, '0911222333', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(99.1, 60, '0911222333', '2003', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 39,
        talkSeconds: 33,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', answeredBy: '2002' },
        outcome: 'answered',
        talkSeconds: about(25, 2),
        answeredAfter: about(5, 2),
      },
    ],
  },
  {
    promise: 'target B adds C to a conference, all three talk',
    why: 'once unknown: target (want 2002); once unknown: by (want 2002); once answered: ans=26 (want 5)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(35, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x12), 'ANSWER'])
      .status(
        52,
        [ext('2003', 0x13), 'RING'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2002', 0x12), 'ANSWER'],
      )
      .status(
        56,
        [ext('2003', 0x13), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
        [ext('2002', 0x12), 'ANSWER'],
      )
      .status(
        90,
        [ext('2002', 0x12), 'BYE'],
        [ext('2003', 0x13), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
      )
      .status(100, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2003', 0x13), 'BYE'])
      .record(100.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(100.1, 30, '0911222333', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 60,
        talkSeconds: 55,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', answeredBy: '2002' },
        outcome: 'answered',
        kind: 'blind',
        answeredAfter: about(5, 2),
      },
    ],
  },
  {
    promise: 'target B, having the call, asks colleague C by *3 and goes back to X (no second transfer)',
    why: 'once unknown: target (want 2002); once unknown: by (want 2002); once answered: ans=26 (want 5); once answered: talk=10 (want 65)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(35, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x12), 'ANSWER'])
      .status(50, [inbound('0911222333', '2001', 0x10), 'HOLD'], [ext('2002', 0x12), 'ANSWER'])
      .status(
        52,
        [ext('2003', 0x13), 'RING'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2002', 0x12), 'ANSWER'],
      )
      .status(
        56,
        [ext('2003', 0x13), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2002', 0x12), 'ANSWER'],
      )
      .status(
        66,
        [ext('2003', 0x13), 'BYE'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2002', 0x12), 'ANSWER'],
      )
      .status(66.5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x12), 'ANSWER'])
      .record(66.6, 52, '2002', '2003', { callSeconds: 14, talkSeconds: 10 })
      .status(100, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2002', 0x12), 'BYE'])
      .record(100.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(100.1, 30, '0911222333', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 70,
        talkSeconds: 65,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', answeredBy: '2002' },
        outcome: 'answered',
        kind: 'blind',
        talkSeconds: about(65, 2),
        answeredAfter: about(5, 2),
      },
    ],
  },
];
