import { ext, inbound, outbound, EventTape } from '../../support/stories/event-tape.js';
import { about, oneOf, type FieldCase } from './field-case.js';

export const numbers: FieldCase[] = [
  {
    promise: 'to outside by other trunk, route strips the 9 of the dialled number',
    why: 'record says 90622333444 (as dialled), the leg 0622333444 (as sent to the trunk)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('0911222333', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('0911222333', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('0911222333', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('0911222333', '2001', 0x10), 'ANSWERED'])
      .status(
        31,
        [inbound('0911222333', '2001', 0x10), 'ALERT'],
        [outbound('2001', '0622333444', 0x12), 'RING'],
      )
      .status(
        40,
        [inbound('0911222333', '2001', 0x10), 'ANSWERED'],
        [outbound('2001', '0622333444', 0x12), 'ANSWER'],
      )
      .status(80, [inbound('0911222333', '2001', 0x10), 'BYE'], [outbound('2001', '0622333444', 0x12), 'BYE'])
      .record(80.1, 0, '0911222333', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(80.1, 30, '0911222333', '90622333444', {
        type: 'inbound',
        sourceTrunk: 'sip',
        targetTrunk: 'gsm',
        callSeconds: 50,
        talkSeconds: 40,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        transferee: { number: '0911222333' },
        target: { number: oneOf('0622333444', '90622333444'), kind: 'outside', answeredBy: null },
        outcome: 'answered',
        kind: 'blind',
        answeredAfter: about(10, 2),
      },
    ],
  },
  {
    promise: 'inter-site trunk: caller number 2002 of the other site, target is local 2002',
    why: 'once unknown: kind (want blind); once unknown: target (want 2002); once unknown: by (want 2002); once unknown: outcome (want answered)',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape()
      .status(1, [inbound('2002', '2001', 0x10), 'ALERT'], [ext('2001', 0x11), 'RING'])
      .status(5, [inbound('2002', '2001', 0x10), 'ANSWERED'], [ext('2001', 0x11), 'ANSWER'])
      .handOn(30, [inbound('2002', '2001', 0x10), ext('2001', 0x11)])
      .status(30.01, [ext('2001', 0x11), 'BYE'], [inbound('2002', '2001', 0x10), 'ANSWERED'])
      .status(31, [inbound('2002', '2001', 0x10), 'ALERT'], [ext('2002', 0x12), 'RING'])
      .status(36, [inbound('2002', '2001', 0x10), 'ANSWERED'], [ext('2002', 0x12), 'ANSWER'])
      .status(80, [inbound('2002', '2001', 0x10), 'BYE'], [ext('2002', 0x12), 'BYE'])
      .record(80.1, 0, '2002', '2001', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 30,
        talkSeconds: 25,
      })
      .record(80.1, 30, '2002', '2002', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 50,
        talkSeconds: 44,
      }),
    truth: [
      {
        transferor: { ext: '2001' },
        transferee: { number: '2002' },
        target: { number: '2002', answeredBy: '2002' },
        outcome: 'answered',
        kind: 'blind',
      },
    ],
  },
  {
    promise: 'v1 0 queue number as transferor',
    why: "v1.0 names the caller alone, inbound.to is queue 6400, and ANSWER said that 1003 had the call: the transferor is reported as '6400' (called-extension) although the story can decide it: reports by=ext list a queue as a person.",
    source:
      'YeastarCarol guide samples; vaestvita/bitrix-asterisk yeastar/api_client.py takes the agent from ANSWER ext',
    eventTape: new EventTape('v1.0')
      .status(0, [inbound('600111222', '6400'), 'ALERT'])
      .status(0.5, [ext('1003'), 'RING'], [inbound('600111222', '6400'), 'RING'])
      .status(5, [ext('1003'), 'ANSWER'], [inbound('600111222', '6400'), 'ANSWER'])
      .handOn(40, [inbound('600111222', '6400')], { ext: '6400', basis: 'called-extension' })
      .status(40.1, [ext('1003'), 'BYE'])
      .status(41, [ext('1004'), 'RING'], [inbound('600111222', '6400'), 'RING'])
      .status(45, [ext('1004'), 'ANSWER'], [inbound('600111222', '6400'), 'ANSWER'])
      .status(100, [inbound('600111222', '6400'), 'BYE'], [ext('1004'), 'BYE'])
      .record(101, 0, '600111222', '6400', {
        answeredBy: '1003',
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 40,
        talkSeconds: 35,
      })
      .record(102, 40, '600111222', '1004', {
        type: 'inbound',
        sourceTrunk: 'sip',
        callSeconds: 60,
        talkSeconds: 55,
      }),
    truth: [
      {
        transferor: { ext: '1003', basis: 'story' },
        target: { kind: 'ext', number: '1004', answeredBy: '1004' },
      },
    ],
  },
];
