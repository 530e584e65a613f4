import { CALL, ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { about, callAt, oneOf, type FieldCase } from './field-case.js';

/** The transferor asked a colleague, that call ended, and only then he transferred: nothing was merged. */
export const endedConsultations: FieldCase[] = [
  {
    promise: 'attended aborted (busy), then blind to queue nobody serves; caller waits, gives up',
    why: 'CallFailed is that of the consultation 6 s before the transfer',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .status(20, [inbound('0911222333', '2001', 0x10), 'HOLD'], [ext('2001', 0x11), 'ANSWER'])
      .record(24, 24, '2001', '2002', { status: 'busy', callSeconds: 0, talkSeconds: 0 })
      .failed(24, '486 Busy here', [ext('2001', 0x11)])
      .status(25, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(90, [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(90.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(90.1, 30, '0911222333', '6700', {
        status: 'no-answer',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 60,
        talkSeconds: 0,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        transferee: { number: '0911222333' },
        target: { number: '6700', kind: oneOf('group', 'unknown') },
        outcome: oneOf('abandoned', 'unanswered'),
        kind: oneOf('blind'),
      },
    ],
  },
  {
    promise: 'announced blind: A calls C on 2nd line, hangs up, then blind transfers X to C',
    why: 'the question ended 4 s before the transfer: nothing was merged, C was called afresh',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .status(14, [inbound('0911222333', '2001', 0x10), 'HOLD'], [ext('2001', 0x11), 'ANSWER'])
      .under(callAt(15, 20))
      .status(15, [ext('2001', 0x12), 'ALERT'], [ext('2002', 0x13), 'RING'])
      .status(18, [ext('2001', 0x12), 'ANSWERED'], [ext('2002', 0x13), 'ANSWER'])
      .status(26, [ext('2001', 0x12), 'BYE'], [ext('2002', 0x13), 'BYE'])
      .record(26.1, 15, '2001', '2002', { callSeconds: 11, talkSeconds: 8 })
      .under(CALL)
      .status(27, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x14), 'RING'])
      .status(36, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x14), 'ANSWER'])
      .status(80, [inbound('0911222333', '2001', 0x10), 'BYE'], [ext('2002', 0x14), 'BYE'])
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
        answeredAfter: about(6, 2),
      },
    ],
  },
  {
    promise: 'as 13 but C does not take the blind call',
    why: 'once answered: kind=attended (want blind)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .status(14, [inbound('0911222333', '2001', 0x10), 'HOLD'], [ext('2001', 0x11), 'ANSWER'])
      .under(callAt(15, 20))
      .status(15, [ext('2001', 0x12), 'ALERT'], [ext('2002', 0x13), 'RING'])
      .status(18, [ext('2001', 0x12), 'ANSWERED'], [ext('2002', 0x13), 'ANSWER'])
      .status(26, [ext('2001', 0x12), 'BYE'], [ext('2002', 0x13), 'BYE'])
      .record(26.1, 15, '2001', '2002', { callSeconds: 11, talkSeconds: 8 })
      .under(CALL)
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x14), 'RING'])
      .status(51, [ext('2002', 0x14), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ALERT'])
      .status(51.5, [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(52, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(52, 30, '0911222333', '2002', {
        status: 'no-answer',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 21,
        talkSeconds: 0,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002', kind: 'ext' },
        outcome: 'unanswered',
        kind: 'blind',
      },
    ],
  },
  {
    promise: '*3: C answers, says no, hangs up; 5 s later blind to voicemail of D (no leg)',
    why: 'once answered: kind=attended (want blind,unknown); once answered: target=2002 (want 2005); once answered: tkind=ext (want voicemail); once answered: outcome=answered (want unanswered)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .status(11, [inbound('0911222333', '2001', 0x10), 'HOLD'], [ext('2001', 0x11), 'ANSWER'])
      .status(
        12,
        [ext('2002', 0x12), 'RING'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2001', 0x11), 'ANSWER'],
      )
      .status(
        16,
        [ext('2002', 0x12), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2001', 0x11), 'ANSWER'],
      )
      .status(
        20,
        [ext('2002', 0x12), 'BYE'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2001', 0x11), 'ANSWER'],
      )
      .record(20.1, 12, '2001', '2002', { callSeconds: 8, talkSeconds: 4 })
      .status(20.5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(25, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(25.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(50, [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(50.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 25,
        talkSeconds: 20,
      })
      .record(50.1, 25, '0911222333', '2005', {
        status: 'voicemail',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 25,
        talkSeconds: 20,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2005', kind: 'voicemail' },
        outcome: 'unanswered',
        kind: oneOf('blind', 'unknown'),
      },
    ],
  },
  {
    promise: 'the same, blind to busy D: CallFailed and record',
    why: 'once answered: kind=attended (want blind,unknown); once answered: target=2002 (want 2005); once answered: outcome=answered (want failed)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .status(11, [inbound('0911222333', '2001', 0x10), 'HOLD'], [ext('2001', 0x11), 'ANSWER'])
      .status(
        12,
        [ext('2002', 0x12), 'RING'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2001', 0x11), 'ANSWER'],
      )
      .status(
        16,
        [ext('2002', 0x12), 'ANSWER'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2001', 0x11), 'ANSWER'],
      )
      .status(
        20,
        [ext('2002', 0x12), 'BYE'],
        [inbound('0911222333', '2001', 0x10), 'HOLD'],
        [ext('2001', 0x11), 'ANSWER'],
      )
      .record(20.1, 12, '2001', '2002', { callSeconds: 8, talkSeconds: 4 })
      .status(20.5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .failed(30.4, '486 Busy here', [inbound('0911222333', '2001', 0x10)])
      .status(31, [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(31.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(31.1, 30, '0911222333', '2005', {
        status: 'busy',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 0,
        talkSeconds: 0,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2005' },
        outcome: 'failed',
        kind: oneOf('blind', 'unknown'),
      },
    ],
  },
];
