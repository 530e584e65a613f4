import { CALL, ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { callAt, type FieldCase } from './field-case.js';

export const oneCall: FieldCase[] = [
  {
    promise: 'same call id months later',
    why: 'A PBX without a clock battery boots at 2000-01-01: the same second, counter and channels come again 90 days later for another call. Answered duplicate, lost, and the old transfer of August gets the new target and an answeredAt in November.',
    source: 'brief; sipgate.io issue 90 (call ids not unique), AsterNET 62',
    eventTape: new EventTape()
      .status(0, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(3, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(30, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(30.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(30.3, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1003', 0x12), 'RING'])
      .status(36, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1003', 0x12), 'ANSWER'])
      .status(96, [inbound('600111222', '1020', 0x10), 'BYE'], [ext('1003', 0x12), 'BYE'])
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
      })
      .status(7776000, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1020', 0x11), 'RING'])
      .status(7776003, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1020', 0x11), 'ANSWER'])
      .handOn(7776030, [inbound('600111222', '1020', 0x10), ext('1020', 0x11)])
      .status(7776030.02, [ext('1020', 0x11), 'BYE'], [inbound('600111222', '1020', 0x10), 'ALERT'])
      .status(7776030.3, [inbound('600111222', '1020', 0x10), 'ALERT'], [ext('1005', 0x12), 'RING'])
      .status(7776036, [inbound('600111222', '1020', 0x10), 'ANSWERED'], [ext('1005', 0x12), 'ANSWER'])
      .status(7776096, [inbound('600111222', '1020', 0x10), 'BYE'], [ext('1005', 0x12), 'BYE'])
      .record(7776096.2, 0, '600111222', '1020', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 27,
      })
      .record(7776096.3, 30, '600111222', '1005', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 66,
        talkSeconds: 60,
      }),
    truth: [
      { target: { kind: 'ext', number: '1003', answeredBy: '1003' } },
      { target: { kind: 'ext', number: '1005', answeredBy: '1005' } },
    ],
  },
  {
    promise: 'two pbxes without sn',
    why: "Two old PBXes without sn: extension 1000 of branch A transfers (nothing more known); extension 1000 of branch B asked its own 1005 meanwhile. The story claims A's caller went to 1005, attended, answered.",
    source: 'protocol.md 2 (no sn before 30.10.0.16); related.ts joins calls by (sn, party)',
    eventTape: new EventTape('v1.0', '')
      .status(0, [ext('1000'), 'RING'], [inbound('699000001', '1000'), 'RING'])
      .status(3, [ext('1000'), 'ANSWER'], [inbound('699000001', '1000'), 'ANSWER'])
      .under(callAt(30, 7))
      .status(30, [ext('1000'), 'ALERT'])
      .status(30.1, [ext('1005'), 'RING'], [ext('1000'), 'RING'])
      .status(33, [ext('1005'), 'ANSWER'], [ext('1000'), 'ANSWER'])
      .status(33.1, [ext('1000'), 'ANSWERED'], [ext('1005'), 'ANSWERED'])
      .under(CALL)
      .handOn(60, [ext('1000'), inbound('699000001', '1000')])
      .status(60.2, [ext('1000'), 'BYE'], [inbound('699000001', '1000'), 'BYE'])
      .under(callAt(30, 7))
      .status(66, [ext('1000'), 'BYE'], [ext('1005'), 'BYE']),
    truth: [{ target: null, outcome: 'unknown' }],
  },
];
