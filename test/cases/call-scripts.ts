import type { Story } from '../../src/transfer/transfer.js';
import type { Member } from '../../src/transfer/member.js';
import { at, CALL, ext, inbound, outbound, START, EventTape } from '../support/event-tape.js';

/** A call's life as the PBX tells it, and what is true of its transfers, in their order. */
export interface CallScript {
  promise: string;
  eventTape: EventTape;
  truth: Partial<Story>[];
}

const X = '12345678';
const caller = inbound(X, '1020', 0x2b);
const e = ext('1020', 0x2c);
const c = ext('4001', 0x2d);
/** Who talks with 1020 inside. */
const colleague = ext('2000', 0x2b);
const OTHER = `${START + 40}.20`;

/** An outside caller talks with 1020 from the fifth second on. */
function talking(eventTape = new EventTape()): EventTape {
  return eventTape.status(1, [caller, 'ALERT'], [e, 'RING']).status(5, [caller, 'ANSWERED'], [e, 'ANSWER']);
}

/** The target is rung and takes the call; all end. */
function blind(eventTape: EventTape, from: Member, by: Member, to: Member, second: number): EventTape {
  return eventTape
    .status(second, [by, 'BYE'])
    .status(second + 1, [from, 'ALERT'], [to, 'RING'])
    .status(second + 7, [from, 'ANSWERED'], [to, 'ANSWER']);
}

const ended = (eventTape: EventTape, second: number, ...parties: Member[]): EventTape =>
  eventTape.status(second, ...parties.map((party): [Member, string] => [party, 'BYE']));

function script(
  promise: string,
  truth: Partial<Story>[],
  computeStories: (eventTape: EventTape) => void,
  eventTape = talking(),
): CallScript {
  computeStories(eventTape);
  return { promise, eventTape, truth };
}

const to = (number: string, answeredBy: string | null = number): Story['target'] => ({
  kind: 'ext',
  number,
  answeredBy,
});

export const callScripts = (): CallScript[] => [
  script(
    'a blind transfer that is answered',
    [
      {
        kind: 'blind',
        target: to('4001'),
        outcome: 'answered',
        answeredAt: at(67),
        talkSeconds: 33,
        basis: 'call-status+call-record',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, c, 60), 100, caller, c);
      eventTape
        .record(101, 1, X, '1020', { type: 'inbound' })
        .record(101, 60, X, '4001', { type: 'inbound' });
    },
  ),
  script(
    'a blind transfer of which nothing was told before it',
    [{ target: to('4001'), outcome: 'answered', answeredAt: at(67), talkSeconds: 33 }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      ended(eventTape.status(67, [caller, 'ANSWERED'], [c, 'ANSWER']), 100, caller, c);
    },
    new EventTape(),
  ),
  script(
    'a member without a status, which its event does not tell by its name either',
    [{ target: null, outcome: 'unknown' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape.add(67, { ...eventTape.told('CallStatus'), what: 'status', members: [c] });
    },
  ),
  script(
    'a blind transfer told by the records alone',
    [
      {
        kind: 'unknown',
        target: { kind: 'unknown', number: '4001', answeredBy: null },
        outcome: 'answered',
        talkSeconds: null,
        basis: 'call-record',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape.record(61, 1, X, '1020', { type: 'inbound' }).record(101, 60, X, '4001', { type: 'inbound' });
    },
    new EventTape(),
  ),
  script(
    'a blind transfer that nobody answers, its record with talk above 0',
    [
      {
        kind: 'blind',
        target: to('4001', null),
        outcome: 'unanswered',
        answeredAt: null,
        talkSeconds: null,
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(61, [caller, 'ALERT'], [c, 'RING'])
        .status(91, [c, 'BYE'])
        .status(92, [caller, 'BYE']);
      eventTape.record(93, 60, X, '4001', {
        status: 'no-answer',
        talkSeconds: 31,
        callSeconds: 31,
      });
    },
  ),
  script(
    'a caller who hangs up while the target rings',
    [{ kind: 'blind', target: to('4001', null), outcome: 'abandoned' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(61, [caller, 'ALERT'], [c, 'RING'])
        .status(70, [caller, 'BYE'], [c, 'RING'])
        .status(71, [c, 'BYE']);
      eventTape.record(72, 60, X, '4001', { status: 'no-answer', callSeconds: 10 });
    },
  ),
  script('a busy target', [{ kind: 'blind', target: to('4001', null), outcome: 'failed' }], (eventTape) => {
    eventTape.transfer(60, [caller, e]);
    eventTape
      .status(60, [e, 'BYE'])
      .status(61, [caller, 'ALERT'], [c, 'RING'])
      .status(64, [c, 'BYE'])
      .status(65, [caller, 'BYE']);
    eventTape.record(66, 60, X, '4001', { status: 'busy', talkSeconds: 4 });
  }),
  script(
    'a target that never got a channel is known by its record alone',
    [
      {
        kind: 'blind',
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
        basis: 'call-status+call-record',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape.status(60, [e, 'BYE']).status(62, [caller, 'BYE']);
      eventTape.record(63, 60, X, '4009', { status: 'failed', callSeconds: 1 });
    },
  ),
  script(
    'a phone that does not ring leaves the record of a caller who hangs up at once: nothing is claimed of it',
    [{ target: { kind: 'unknown', number: '4001', answeredBy: null }, outcome: 'unknown' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      ended(eventTape.status(60, [e, 'BYE']), 62, caller);
      eventTape.record(62, 60, X, '4001', { status: 'no-answer', callSeconds: 2 });
    },
  ),
  script(
    'a target that never got a channel is known by CallFailed',
    [
      {
        target: { kind: 'ext', number: '4009', answeredBy: null },
        outcome: 'failed',
        basis: 'call-failed',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .failed(61, 'NO Route', [ext('4009')])
        .status(62, [caller, 'BYE']);
    },
  ),
  script(
    'the BYE of the transferor that overtakes the event',
    [
      {
        kind: 'blind',
        transferor: { ext: '1020', basis: 'only-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      ended(blind(eventTape, caller, e, c, 60), 100, caller, c);
      eventTape.transfer(60.015, [caller, e]);
    },
  ),
  script(
    'a consultation inside the call, three parties in it before the event',
    [
      {
        kind: 'attended',
        target: to('4001'),
        outcome: 'answered',
        answeredAt: at(60),
        talkSeconds: 40,
      },
    ],
    (eventTape) => {
      eventTape
        .status(30, [caller, 'HOLD'])
        .status(31, [e, 'ALERT'], [c, 'RING'])
        .status(35, [e, 'ANSWERED'], [c, 'ANSWER']);
      eventTape.transfer(60, [caller, e]);
      ended(eventTape.status(60, [e, 'BYE']), 100, caller, c);
      eventTape
        .record(101, 1, X, '1020')
        .record(101, 31, '1020', '4001')
        .record(101, 31, X, '4001', { type: 'inbound' });
    },
  ),
  script(
    'a consultation whose target stands among the members of the event',
    [
      {
        kind: 'attended',
        transferor: { ext: '1020', basis: 'story' },
        transferee: { kind: 'inbound', number: X },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      eventTape
        .status(30, [caller, 'HOLD'])
        .status(31, [e, 'ALERT'], [c, 'RING'])
        .status(35, [e, 'ANSWERED'], [c, 'ANSWER']);
      eventTape.transfer(60, [caller, e, c], { ext: null, basis: 'unknown' });
      ended(eventTape.status(60, [e, 'BYE']), 100, caller, c);
    },
  ),
  script(
    'a consultation with an id of its own, whose target moves to the first call at the merge',
    [
      {
        kind: 'attended',
        target: to('4001'),
        outcome: 'answered',
        answeredAt: at(70),
        talkSeconds: 30,
        basis: 'call-status+consultation+call-record',
      },
    ],
    (eventTape) => {
      const own = ext('1020', 0x2e);
      const consulted = ext('4001', 0x2f);
      eventTape.status(39, [caller, 'HOLD']);
      eventTape
        .under(OTHER)
        .status(40, [own, 'ALERT'], [consulted, 'RING'])
        .status(45, [own, 'ANSWERED'], [consulted, 'ANSWER']);
      eventTape.under(CALL).transfer(70, [caller, e]);
      eventTape.status(70, [e, 'BYE']).status(70, [caller, 'ANSWERED'], [consulted, 'ANSWER']);
      eventTape.under(OTHER).status(70, [own, 'BYE']).record(71, 40, '1020', '4001');
      ended(eventTape.under(CALL), 100, caller, consulted).record(101, 70, X, '4001', { type: 'inbound' });
    },
  ),
  script(
    'an aborted attended transfer, and then a blind one to somebody else',
    [{ kind: 'blind', target: to('4002'), outcome: 'answered' }],
    (eventTape) => {
      const d = ext('4002', 0x30);
      eventTape
        .status(20, [caller, 'HOLD'])
        .status(21, [e, 'ALERT'], [c, 'RING'])
        .status(25, [e, 'ANSWERED'], [c, 'ANSWER'])
        .status(35, [c, 'BYE']);
      eventTape.transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, d, 60), 100, caller, d);
    },
  ),
  script(
    'a consultation that was hung up elsewhere is not the target',
    [{ kind: 'blind', target: to('4002'), outcome: 'answered' }],
    (eventTape) => {
      const own = ext('1020', 0x2e);
      const d = ext('4002', 0x30);
      eventTape
        .under(OTHER)
        .status(40, [own, 'ALERT'], [c, 'RING'])
        .status(45, [own, 'ANSWERED'], [c, 'ANSWER'])
        .status(50, [own, 'BYE'], [c, 'BYE']);
      eventTape.under(CALL).transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, d, 60), 100, caller, d);
    },
  ),
  script(
    'the transferor in two calls at once: the other caller is not the target',
    [{ target: null, outcome: 'unknown' }],
    (eventTape) => {
      const second = inbound('98765432', '1020', 0x31);
      const own = ext('1020', 0x32);
      eventTape
        .under(OTHER)
        .status(40, [second, 'ALERT'], [own, 'RING'])
        .status(45, [second, 'ANSWERED'], [own, 'ANSWER']);
      eventTape.under(CALL).transfer(60, [caller, e]);
      eventTape.status(60, [e, 'BYE']).under(OTHER).status(90, [second, 'BYE'], [own, 'BYE']);
    },
  ),
  script(
    'a recall to the transferor inside the call: returned when taken',
    [{ kind: 'blind', target: to('4001', null), outcome: 'returned' }],
    (eventTape) => {
      const again = ext('1020', 0x30);
      eventTape.transfer(60, [caller, e]);
      eventTape.status(60, [e, 'BYE']).status(61, [caller, 'ALERT'], [c, 'RING']).status(81, [c, 'BYE']);
      eventTape.status(82, [again, 'RING']).status(85, [again, 'ANSWER'], [caller, 'ANSWERED']);
      ended(eventTape, 110, caller, again)
        .record(111, 60, X, '4001', { status: 'no-answer' })
        .record(111, 82, X, '1020');
    },
  ),
  script(
    'a recall that nobody answers either',
    [{ kind: 'blind', target: to('4001', null), outcome: 'unanswered' }],
    (eventTape) => {
      const again = ext('1020', 0x30);
      eventTape.transfer(60, [caller, e]);
      eventTape.status(60, [e, 'BYE']).status(61, [caller, 'ALERT'], [c, 'RING']).status(81, [c, 'BYE']);
      eventTape.status(82, [again, 'RING']).status(102, [again, 'BYE'], [caller, 'BYE']);
      eventTape.record(111, 60, X, '4001', { status: 'no-answer' });
    },
  ),
  script(
    'a recall under a new id that joins the call when it is answered',
    [{ kind: 'blind', target: to('4001', null), outcome: 'returned' }],
    (eventTape) => {
      const again = ext('1020', 0x30);
      eventTape.transfer(60, [caller, e]);
      eventTape.status(60, [e, 'BYE']).status(61, [caller, 'ALERT'], [c, 'RING']).status(81, [c, 'BYE']);
      eventTape.under(`${START + 82}.30`).status(82, [again, 'RING']);
      eventTape.under(CALL).status(86, [again, 'ANSWER'], [caller, 'ANSWERED']);
      ended(eventTape, 110, caller, again).record(111, 60, X, '4001', {
        status: 'no-answer',
      });
    },
  ),
  script(
    'a ring group: several ring, one answers, the BYE of the others is not the end',
    [
      {
        kind: 'blind',
        target: { kind: 'group', number: '6200', answeredBy: '4002' },
        outcome: 'answered',
        talkSeconds: 30,
      },
    ],
    (eventTape) => {
      const group = [ext('4001', 0x2d), ext('4002', 0x2e), ext('4003', 0x2f)] as const;
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(61, [caller, 'ALERT'], [group[0], 'RING'], [group[1], 'RING'], [group[2], 'RING']);
      eventTape
        .status(70, [caller, 'ANSWERED'], [group[1], 'ANSWER'])
        .status(70, [group[0], 'BYE'])
        .status(70, [group[2], 'BYE']);
      ended(eventTape, 100, caller, group[1]).record(101, 60, X, '6200').record(101, 61, X, '4002');
    },
  ),
  script(
    'a queue named by 6200(4002)',
    [
      {
        kind: 'blind',
        target: { kind: 'group', number: '6200', answeredBy: '4001' },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, c, 60), 100, caller, c);
      eventTape.record(101, 60, X, '6200', { answeredBy: '4001' });
    },
  ),
  script(
    'a queue named by the path of the leg',
    [
      {
        target: { kind: 'group', number: '6200', answeredBy: '4001' },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const agent = { ...c, callpath: '6200' };
      eventTape.transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, agent, 60), 100, caller, agent);
    },
  ),
  script(
    'a call that came through a ring group: the phones that rang with the transferor are not the target',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const mate = ext('1021', 0x2d);
      const target = ext('4001', 0x30);
      eventTape
        .status(1, [caller, 'ALERT'], [e, 'RING'], [mate, 'RING'])
        .status(5, [caller, 'ANSWERED'], [e, 'ANSWER'])
        .status(5, [mate, 'BYE']);
      eventTape.transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, target, 60), 100, caller, target);
    },
    new EventTape(),
  ),
  script(
    'a chain: each hop ends where the next begins',
    [
      {
        hop: 1,
        kind: 'blind',
        target: to('4001'),
        outcome: 'answered',
        talkSeconds: 33,
      },
      {
        hop: 2,
        kind: 'blind',
        target: to('4002'),
        outcome: 'answered',
        talkSeconds: 23,
      },
    ],
    (eventTape) => {
      const d = ext('4002', 0x2e);
      eventTape.transfer(60, [caller, e]);
      blind(eventTape, caller, e, c, 60).transfer(100, [caller, c]);
      ended(blind(eventTape, caller, c, d, 100), 130, caller, d);
      eventTape.record(131, 60, X, '4002').record(131, 100, X, '4002');
    },
  ),
  script(
    'a loop: back to the first',
    [
      { hop: 1, target: to('4001'), outcome: 'answered' },
      { hop: 2, target: to('1020'), outcome: 'answered' },
      { hop: 3, target: to('4001'), outcome: 'answered' },
    ],
    (eventTape) => {
      const again = ext('1020', 0x2e);
      const third = ext('4001', 0x2f);
      eventTape.transfer(60, [caller, e]);
      blind(eventTape, caller, e, c, 60).transfer(100, [caller, c]);
      blind(eventTape, caller, c, again, 100).transfer(140, [caller, again]);
      ended(blind(eventTape, caller, again, third, 140), 180, caller, third);
    },
  ),
  script(
    'a transfer to an outside number',
    [
      {
        kind: 'blind',
        target: { kind: 'outside', number: '0600111222', answeredBy: null },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const mobile = outbound('1020', '0600111222', 0x2d);
      eventTape.transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, mobile, 60), 100, caller, mobile);
      eventTape.record(101, 60, X, '0600111222', {
        type: 'outbound',
        targetTrunk: 'sip',
      });
    },
  ),
  script(
    'a transfer to voicemail',
    [
      {
        target: { kind: 'voicemail', number: '4001', answeredBy: null },
        outcome: 'unanswered',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(90, [caller, 'BYE'])
        .record(91, 60, X, '4001', { status: 'voicemail' });
    },
  ),
  script(
    'a Local channel is no party',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape.status(61, [
        {
          kind: 'ext',
          number: '4555',
          channelid: 'Local/4555@context-00000031;1',
        },
        'ANSWER',
      ]);
      ended(blind(eventTape, caller, e, c, 60), 100, caller, c);
    },
  ),
  script(
    'a call that goes on under another id is found by the remaining party and the time',
    [{ target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const moved = inbound(X, '4001', 0x30);
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(60, [caller, 'BYE'])
        .under(`${START + 61}.31`);
      eventTape
        .status(61, [moved, 'ALERT'], [c, 'RING'])
        .status(66, [moved, 'ANSWERED'], [c, 'ANSWER'])
        .status(90, [moved, 'BYE'], [c, 'BYE']);
    },
  ),
  script(
    'an outbound call: the record is typed inbound, from the number called',
    [
      {
        transferor: { ext: '1020', basis: 'only-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const called = outbound('1020', '0600111222', 0x2b);
      eventTape.status(1, [e, 'ALERT'], [called, 'RING']).status(5, [e, 'ANSWERED'], [called, 'ANSWER']);
      eventTape.transfer(60, [e, called]);
      eventTape.status(60, [e, 'BYE']).status(61, [c, 'RING']).status(66, [c, 'ANSWER']);
      ended(eventTape, 100, called, c).record(101, 60, '0600111222', '4001', {
        type: 'inbound',
        sourceTrunk: 'sip',
      });
    },
    new EventTape(),
  ),
  script(
    'two extensions: who left transferred, whatever the order of the members',
    [
      {
        kind: 'blind',
        transferor: { ext: '2000', basis: 'story' },
        transferee: { kind: 'ext', number: '1020' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const a = ext('2000', 0x2b);
      eventTape.status(1, [a, 'ALERT'], [e, 'RING']).status(5, [a, 'ANSWERED'], [e, 'ANSWER']);
      eventTape.transfer(60, [a, e]);
      ended(blind(eventTape, e, a, c, 60), 100, e, c)
        .record(101, 1, '2000', '1020')
        .record(101, 60, '1020', '4001');
    },
    new EventTape(),
  ),
  script(
    'a forwarded caller',
    [
      {
        kind: 'forward',
        transferor: { ext: null, basis: 'unknown' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const a = ext('1006', 0x2b);
      eventTape.status(1, [a, 'ALERT']).forward(1, [a]).transfer(1, [a]);
      eventTape.status(2, [c, 'RING']).status(9, [a, 'ANSWERED'], [c, 'ANSWER']);
      ended(eventTape, 60, a, c);
    },
    new EventTape(),
  ),
  script(
    'v1, one action per event and no channels',
    [
      {
        kind: 'blind',
        target: to('4001'),
        outcome: 'answered',
        talkSeconds: 30,
      },
    ],
    (eventTape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      eventTape
        .status(1, [v1E, 'RING'], [v1Caller, 'RING'])
        .status(5, [v1E, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED']);
      eventTape.transfer(60, [v1E, v1Caller]);
      eventTape
        .status(60, [v1E, 'BYE'])
        .status(61, [v1C, 'RING'], [v1Caller, 'RING'])
        .status(70, [v1C, 'ANSWER'])
        .status(100, [v1C, 'BYE'])
        .status(100, [v1Caller, 'BYE']);
    },
    new EventTape('v1.1'),
  ),
  script(
    'v1.0.0, which leaves out the transferor who had answered: no forwarding',
    [
      {
        kind: 'blind',
        transferor: { ext: '1020', basis: 'called-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      eventTape
        .status(1, [v1E, 'RING'], [v1Caller, 'RING'])
        .status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED'], [v1E, 'ANSWERED']);
      eventTape.transfer(60, [v1Caller], { ext: '1020', basis: 'called-extension' });
      eventTape.status(60, [v1E, 'BYE'], [v1Caller, 'BYE']).status(61, [v1C, 'RING'], [v1Caller, 'RING']);
      eventTape
        .status(70, [v1C, 'ANSWER'], [v1Caller, 'ANSWER'])
        .status(100, [v1C, 'BYE'], [v1Caller, 'BYE']);
    },
    new EventTape('v1.0'),
  ),
  script(
    'v1.0.0, which names a forwarded caller alone',
    [{ kind: 'forward', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      eventTape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(20, [v1E, 'BYE'], [v1Caller, 'BYE']);
      eventTape.transfer(20, [v1Caller], { ext: '1020', basis: 'called-extension' });
      eventTape.status(21, [v1C, 'RING'], [v1Caller, 'RING']);
      eventTape.status(30, [v1C, 'ANSWER'], [v1Caller, 'ANSWER']).status(60, [v1C, 'BYE'], [v1Caller, 'BYE']);
    },
    new EventTape('v1.0'),
  ),
  script(
    'a transferor who hangs up while the target rings, shown as talking until it answers',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(61, [caller, 'ALERT'], [e, 'ANSWER'], [c, 'RING'])
        .status(67, [caller, 'ANSWERED'], [e, 'ANSWER'], [c, 'ANSWER']);
      ended(eventTape.status(67, [e, 'BYE'], [caller, 'ANSWERED'], [c, 'ANSWER']), 100, caller, c);
    },
  ),
  script(
    'a call that had ended is no consultation, whoever was in it',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const [own, before] = [ext('1020', 0x20), ext('4001', 0x21)];
      eventTape
        .under(`${START - 200}.1`)
        .status(-200, [own, 'ALERT'], [before, 'RING'])
        .status(-190, [own, 'ANSWERED'], [before, 'ANSWER']);
      eventTape.status(-100, [own, 'BYE'], [before, 'BYE']).record(-99, -200, '1020', '4001');
      eventTape.under(CALL).transfer(60, [caller, e]);
      ended(blind(eventTape, caller, e, c, 60), 100, caller, c);
    },
  ),
  script(
    'v1 names the party at the other end too, which has not left',
    [{ kind: 'blind', target: to('4001', null), outcome: 'unanswered' }],
    (eventTape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      eventTape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER']);
      eventTape.transfer(60, [v1E, v1Caller]);
      eventTape.status(60, [v1E, 'BYE'], [v1Caller, 'BYE']).status(61, [v1C, 'RING'], [v1Caller, 'RING']);
      eventTape.status(91, [v1C, 'BYE'], [v1Caller, 'BYE']).status(95, [v1Caller, 'BYE']);
      eventTape.record(96, 60, X, '4001', { status: 'no-answer' });
    },
    new EventTape('v1.1'),
  ),
  script(
    'phones that rang with the transferor do not stand in for a target without a channel',
    [
      {
        kind: 'blind',
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
      },
    ],
    (eventTape) => {
      const mate = ext('1021', 0x2d);
      eventTape
        .status(1, [caller, 'ALERT'], [e, 'RING'], [mate, 'RING'])
        .status(5, [caller, 'ANSWERED'], [e, 'ANSWER'])
        .status(5, [mate, 'BYE']);
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(64, [caller, 'BYE'])
        .record(65, 60, X, '4009', { status: 'busy' });
    },
    new EventTape(),
  ),
  script(
    'a queue named by the record alone',
    [
      {
        target: { kind: 'group', number: '6200', answeredBy: '4002' },
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(60, [e, 'BYE'])
        .status(100, [caller, 'BYE'])
        .record(101, 60, X, '6200', { answeredBy: '4002' });
    },
  ),
  script(
    'two extensions of which one is in the next transfer: the other transferred',
    [
      {
        hop: 1,
        transferor: { ext: '2000', basis: 'story' },
        target: to('4001'),
        outcome: 'answered',
      },
      { hop: 2, target: null, outcome: 'unknown' },
    ],
    (eventTape) => {
      eventTape.transfer(60, [ext('2000', 0x2b), e]);
      eventTape.transfer(100, [e, c]);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one leaves the other behind, who transferred',
    [
      {
        transferor: { ext: '2000', basis: 'story' },
        transferee: { kind: 'ext', number: '1020' },
      },
    ],
    (eventTape) => {
      const a = ext('2000', 0x2b);
      eventTape.transfer(60, [a, e]);
      eventTape.status(60, [a, 'BYE'], [e, 'ANSWER']).status(65, [e, 'BYE']);
    },
    new EventTape(),
  ),
  script(
    'a transferor who asks and leaves while it rings, told late: attended, and answered when it answers',
    [
      {
        kind: 'attended',
        target: to('4001'),
        outcome: 'answered',
        answeredAt: at(66),
        talkSeconds: 34,
      },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape
        .status(61, [caller, 'HOLD'], [e, 'ANSWER'], [c, 'RING'])
        .status(62, [caller, 'HOLD'], [e, 'BYE'], [c, 'RING']);
      ended(eventTape.status(66, [caller, 'ANSWERED'], [c, 'ANSWER']), 100, caller, c);
    },
  ),
  script(
    'the talk with a target ends with the next transfer, though its BYE comes late',
    [
      { target: to('4001'), talkSeconds: 33 },
      { target: null, outcome: 'unknown' },
    ],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      blind(eventTape, caller, e, c, 60).transfer(100, [caller, c]);
      eventTape.status(118, [c, 'BYE']);
    },
  ),
  script(
    'phones that rang with the transferor, each told by itself, are not the target either',
    [
      {
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
      },
    ],
    (eventTape) => {
      const [v1Caller, v1E, mate] = [inbound(X, '1020'), ext('1020'), ext('1021')];
      eventTape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(1, [mate, 'RING'], [v1Caller, 'RING']);
      eventTape
        .status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED'], [v1E, 'ANSWERED']);
      eventTape.status(5, [mate, 'BYE'], [v1Caller, 'BYE']).transfer(12, [v1E, v1Caller]);
      eventTape.status(12, [v1E, 'BYE'], [v1Caller, 'BYE']).record(17, 12, X, '4009', { status: 'busy' });
    },
    new EventTape('v1.1'),
  ),
  script(
    'a Local channel among the members is no party of the transfer either',
    [{ transferor: { ext: '1020', basis: 'story' }, target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const technical: Member = { kind: 'ext', number: '4555', channelid: 'Local/4555@context-00000031;1' };
      eventTape.transfer(60, [caller, e, technical]);
      ended(blind(eventTape, caller, e, c, 60), 100, caller, c);
    },
  ),
  script(
    'two extensions of which one has a record with the target: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' } }],
    (eventTape) => {
      eventTape.transfer(60, [colleague, e]);
      eventTape.record(101, 60, '1020', '4001');
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one is on hold while the target rings: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' } }],
    (eventTape) => {
      eventTape.status(5, [colleague, 'ANSWERED'], [e, 'ANSWER']);
      eventTape.status(50, [colleague, 'ANSWERED'], [e, 'HOLD'], [c, 'RING']).transfer(60, [colleague, e]);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one is alone with the target: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' }, target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [colleague, e]);
      eventTape.status(67, [e, 'ANSWERED'], [c, 'ANSWER']);
    },
    new EventTape(),
  ),
  script(
    'two extensions of which one had called the target before: that one transferred',
    [{ transferor: { ext: '2000', basis: 'story' }, kind: 'attended', target: to('4001') }],
    (eventTape) => {
      const own = ext('2000', 0x30);
      const asked = ext('4001', 0x31);
      eventTape
        .under(OTHER)
        .status(41, [own, 'ALERT'], [asked, 'RING'])
        .status(45, [own, 'ANSWERED'], [asked, 'ANSWER']);
      eventTape.under(CALL).transfer(60, [colleague, e]);
      eventTape.status(61, [asked, 'ANSWER']);
    },
    new EventTape(),
  ),
  script(
    'a consultation under an id of its own that ends with the BYE of the transferor alone',
    [{ kind: 'attended', target: to('4001'), outcome: 'answered', answeredAt: at(60) }],
    (eventTape) => {
      const own = ext('1020', 0x30);
      const asked = ext('4001', 0x31);
      eventTape
        .under(OTHER)
        .status(41, [own, 'ALERT'], [asked, 'RING'])
        .status(45, [own, 'ANSWERED'], [asked, 'ANSWER']);
      eventTape.under(CALL).transfer(60, [caller, e]);
      eventTape.status(60, [e, 'BYE']).under(OTHER).status(60, [own, 'BYE']);
    },
  ),
  script(
    'a Forward event: the caller was forwarded',
    [{ kind: 'forward' }],
    (eventTape) => {
      eventTape.forward(60, [caller]).transfer(60, [caller]);
    },
    new EventTape(),
  ),
  script(
    'a chain whose second transfer overtook the first: the channels tell the order',
    [
      { hop: 1, target: to('4001'), outcome: 'answered' },
      { hop: 2, target: null },
    ],
    (eventTape) => {
      eventTape.transfer(70, [caller, e]);
      blind(eventTape, caller, e, c, 60).transfer(69, [caller, c]);
    },
  ),
  script(
    'a record with the target that begins before the event, as after a consultation',
    [{ target: { kind: 'unknown', number: '4001', answeredBy: null }, outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape.record(61, 1, X, '1020').record(101, 40, X, '4001');
    },
    new EventTape(),
  ),
  script(
    'a consultation known by its record in the call',
    [{ kind: 'attended', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.status(38, [caller, 'HOLD']).transfer(60, [caller, e]);
      eventTape.status(67, [caller, 'ANSWERED'], [c, 'ANSWER']);
      eventTape.record(101, 40, '1020', '4001').record(101, 60, X, '4001');
    },
  ),
  script(
    'a transfer to an outside number known by its record alone',
    [{ target: { kind: 'outside', number: '600123456', answeredBy: null }, outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, e]);
      eventTape.record(101, 60, X, '600123456', { targetTrunk: 'sip', type: 'outbound' });
    },
    new EventTape(),
  ),
  script(
    'a phone that had stopped ringing before, and one that rang with the transferor: neither is the target',
    [{ target: null, outcome: 'unknown' }],
    (eventTape) => {
      const [gone, mate] = [ext('1021', 0x2d), ext('1022', 0x2e)];
      eventTape.status(1, [gone, 'RING']).status(5, [gone, 'BYE']);
      eventTape.status(9, [caller, 'ALERT'], [e, 'RING'], [mate, 'RING']).transfer(60, [caller, e]);
    },
    new EventTape(),
  ),
  script(
    'nothing but the transfer itself: nothing is claimed',
    [
      {
        kind: 'unknown',
        target: null,
        outcome: 'unknown',
        answeredAt: null,
        talkSeconds: null,
        basis: null,
      },
    ],
    (eventTape) => void eventTape.transfer(60, [caller, e]),
    new EventTape(),
  ),
];
