import { ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { oneOf, type FieldCase } from './field-case.js';

export const endings: FieldCase[] = [
  {
    promise: 'records only, 40 s late; C does not answer',
    why: 'told today: outcome=returned (want unanswered,unknown)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .record(101, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(101, 30, '0911222333', '2002', {
        status: 'no-answer',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 31,
        talkSeconds: 0,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        target: { number: '2002' },
        outcome: oneOf('unanswered', 'unknown'),
        kind: oneOf('blind', 'unknown'),
      },
    ],
  },
  {
    promise: 'as 53a, the record of the second leg lost',
    why: 'told today: outcome=returned (want unanswered,unknown)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .record(101, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      }),
    truth: [{ transferor: { ext: '2001' }, outcome: oneOf('unanswered', 'unknown') }],
  },
  {
    promise:
      'records only, two extensions: 2001 asks C in vain (*3), then blind transfers 2002 to D; call goes on',
    why: 'record 2001->2003 NO ANSWER told at 20; D still talking, no record yet',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .record(20, 12, '2001', '2003', { status: 'no-answer', callSeconds: 8, talkSeconds: 0 })
      .handOn(30, [ext('2002', 0x10), ext('2001', 0x11)]),
    truth: [{ transferor: { ext: oneOf('2001', null) }, transferee: oneOf({ number: '2002' }, null) }],
  },
  {
    promise: 'v2 declined after ringing: CallFailed told after the transfer, one leg rang',
    why: 'declined after ringing: CallFailed and the single leg that rang decide it',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .failed(34, '486 Busy here', [inbound('0911222333', '2001', 0x10)])
      .status(34, [ext('2002', 0x12), 'BYE'], [inbound('0911222333', '2001', 0x10), 'BYE'])
      .record(34, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(34, 30, '0911222333', '2002', {
        status: 'no-answer',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 4,
        talkSeconds: 0,
      }),
    truth: [{ target: { number: '2002' }, outcome: 'failed', kind: 'blind' }],
  },
];
