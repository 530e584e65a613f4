import { ext, inbound, EventTape } from '../../support/stories/event-tape.js';
import { on, oneOf, type FieldCase } from './field-case.js';

export const v1: FieldCase[] = [
  {
    promise: 'v1.0 lone inbound, ANSWER event lost: 2001 took the call and transferred it',
    why: 'RING 2001 known; ANSWER lost; record X->2001 ANSWERED comes only at the end - here lost as well',
    source: 'thought out from what the vendor documents',
    eventTape: new EventTape('v1.0')
      .status(1, [ext('2001'), 'RING'], [inbound('0911222333', '2001'), 'RING'])
      .handOn(30, [inbound('0911222333', '2001')], { ext: '2001', basis: 'called-extension' })
      .status(31, [ext('2002'), 'RING'])
      .status(35, [ext('2002'), 'ANSWER'])
      .status(70, [ext('2002'), 'BYE']),
    truth: [{ transferor: { ext: oneOf('2001') }, kind: oneOf('blind', 'attended', 'unknown') }],
  },
  {
    promise: 'v1 ping pong third transfer',
    why: 'v1.1, one caller thrown 1005 -> 1001 -> 1005 -> 1002 in three minutes. The third transfer has the bytes of the first, but another transfer of the same call and an ANSWER of 1005 lie between: it is no re-send. Now it is answered duplicate, and hop 2 claims 1001 -> 1002, certain, which never happened.',
    source: 'FreePBX issue 1033 (thrown between agents); OpenACD 110',
    eventTape: new EventTape('v1.1')
      .status(0, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(3, [ext('1005'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(60, [inbound('600111222', '1005'), ext('1005')])
      .status(60.5, [ext('1005'), 'BYE'])
      .status(61, [ext('1001'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(64, [ext('1001'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(120, [inbound('600111222', '1005'), ext('1001')])
      .status(120.5, [ext('1001'), 'BYE'])
      .status(121, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(124, [ext('1005'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(180, [inbound('600111222', '1005'), ext('1005')])
      .status(180.5, [ext('1005'), 'BYE'])
      .status(181, [ext('1002'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(184, [ext('1002'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .status(300, [inbound('600111222', '1005'), 'BYE'], [ext('1002'), 'BYE']),
    truth: [
      {
        transferor: { ext: '1005', basis: 'only-extension' },
        hop: 1,
        target: { kind: 'ext', number: '1001', answeredBy: '1001' },
      },
      { transferor: { ext: '1001', basis: 'only-extension' }, hop: 2 },
      {
        transferor: { ext: '1005', basis: 'only-extension' },
        hop: 3,
        target: { kind: 'ext', number: '1002', answeredBy: '1002' },
      },
    ],
  },
  {
    promise: 'v1 recall answered',
    why: 'v1.1: 1001 does not answer, the PBX rings 1005 again and 1005 answers. The outcome says unanswered instead of returned. Two causes: RING and ANSWER of 1005 have the bytes of the first ones and are dropped (answered recorded all the same); and where they are kept (after 10 minutes) the story still knows one leg per number and call, so a second ring of 1005 is not seen.',
    source: 'OpenACD 110 (recall), yate Main.Transfers 1a',
    eventTape: new EventTape('v1.1')
      .status(0, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(3, [ext('1005'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(60, [inbound('600111222', '1005'), ext('1005')])
      .status(60.5, [ext('1005'), 'BYE'])
      .status(61, [ext('1001'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(81, [ext('1001'), 'BYE'])
      .status(81.5, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(85, [ext('1005'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .status(200, [inbound('600111222', '1005'), 'BYE'], [ext('1005'), 'BYE']),
    truth: [{ outcome: 'returned', target: { number: '1001' } }],
  },
  {
    promise: 'guard v1 honest re send',
    why: 'Guard for the ping-pong cases: the first event comes again after the second transfer, and 1005 was not rung in between: it IS a re-send',
    source: 'brief',
    eventTape: new EventTape('v1.1')
      .status(0, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(3, [ext('1005'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(60, [inbound('600111222', '1005'), ext('1005')])
      .status(60.5, [ext('1005'), 'BYE'])
      .status(61, [ext('1001'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(64, [ext('1001'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(120, [inbound('600111222', '1005'), ext('1001')])
      .status(120.5, [ext('1001'), 'BYE'])
      .status(121, [ext('1002'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(124, [ext('1002'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER']),
    truth: [
      { target: { kind: 'ext', number: '1001', answeredBy: '1001' } },
      { target: { kind: 'ext', number: '1002', answeredBy: '1002' } },
    ],
  },
  {
    promise: 'guard v1 double ring event',
    why: 'a re-sent RING within seconds counts once',
    source: 'brief',
    eventTape: new EventTape('v1.1')
      .status(0, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(0.5, [ext('1005'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(3, [ext('1005'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .handOn(60, [inbound('600111222', '1005'), ext('1005')])
      .status(60.5, [ext('1005'), 'BYE'])
      .status(61, [ext('1001'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(61.5, [ext('1001'), 'RING'], [inbound('600111222', '1005'), 'RING'])
      .status(64, [ext('1001'), 'ANSWER'], [inbound('600111222', '1005'), 'ANSWER'])
      .status(100, [inbound('600111222', '1005'), 'BYE'], [ext('1001'), 'BYE']),
    truth: [{ target: { kind: 'ext', number: '1001', answeredBy: '1001' }, outcome: 'answered' }],
  },
  {
    promise: 'guard analogue honest re send',
    why: 'the same for analogue phones in v2',
    source: 'brief',
    eventTape: new EventTape()
      .status(
        0,
        [on('DAHDI/1-1', inbound('600111222', '1020')), 'ALERT'],
        [on('DAHDI/5-1', ext('1020')), 'RING'],
      )
      .status(
        3,
        [on('DAHDI/1-1', inbound('600111222', '1020')), 'ANSWERED'],
        [on('DAHDI/5-1', ext('1020')), 'ANSWER'],
      )
      .handOn(30, [on('DAHDI/1-1', inbound('600111222', '1020')), on('DAHDI/5-1', ext('1020'))])
      .status(
        30.02,
        [on('DAHDI/5-1', ext('1020')), 'BYE'],
        [on('DAHDI/1-1', inbound('600111222', '1020')), 'ALERT'],
      )
      .status(
        30.3,
        [on('DAHDI/1-1', inbound('600111222', '1020')), 'ALERT'],
        [on('DAHDI/6-1', ext('1003')), 'RING'],
      )
      .status(
        36,
        [on('DAHDI/1-1', inbound('600111222', '1020')), 'ANSWERED'],
        [on('DAHDI/6-1', ext('1003')), 'ANSWER'],
      )
      .status(
        96,
        [on('DAHDI/1-1', inbound('600111222', '1020')), 'BYE'],
        [on('DAHDI/6-1', ext('1003')), 'BYE'],
      ),
    truth: [{ target: { kind: 'ext', number: '1003', answeredBy: '1003' } }],
  },
];
