import type { Story } from '../../src/transfer/transfer.js';
import type { Member } from '../../src/transfer/member.js';
import { at, CALL, ext, inbound, outbound, START, Tape } from '../support/event-tape.js';

/** A call's life as the PBX tells it, and what is true of its transfers, in their order. */
export interface Life {
  promise: string;
  tape: Tape;
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
function talking(tape = new Tape()): Tape {
  return tape.status(1, [caller, 'ALERT'], [e, 'RING']).status(5, [caller, 'ANSWERED'], [e, 'ANSWER']);
}

/** The target is rung and takes the call; all end. */
function blind(tape: Tape, from: Member, by: Member, to: Member, second: number): Tape {
  return tape
    .status(second, [by, 'BYE'])
    .status(second + 1, [from, 'ALERT'], [to, 'RING'])
    .status(second + 7, [from, 'ANSWERED'], [to, 'ANSWER']);
}

const ended = (tape: Tape, second: number, ...parties: Member[]): Tape =>
  tape.status(second, ...parties.map((party): [Member, string] => [party, 'BYE']));

function life(promise: string, truth: Partial<Story>[], tell: (tape: Tape) => void, tape = talking()): Life {
  tell(tape);
  return { promise, tape, truth };
}

const to = (number: string, answeredBy: string | null = number): Story['target'] => ({
  kind: 'ext',
  number,
  answeredBy,
});

export const lives = (): Life[] => [
  life(
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
    (tape) => {
      tape.transfer(60, [caller, e]);
      ended(blind(tape, caller, e, c, 60), 100, caller, c);
      tape.record(101, 1, X, '1020', { type: 'inbound' }).record(101, 60, X, '4001', { type: 'inbound' });
    },
  ),
  life(
    'a blind transfer of which nothing was told before it',
    [{ target: to('4001'), outcome: 'answered', answeredAt: at(67), talkSeconds: 33 }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      ended(tape.status(67, [caller, 'ANSWERED'], [c, 'ANSWER']), 100, caller, c);
    },
    new Tape(),
  ),
  life(
    'a member without a status, which its event does not tell by its name either',
    [{ target: null, outcome: 'unknown' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape.add(67, { ...tape.told('ANSWER'), what: 'status', members: [c] });
    },
  ),
  life(
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
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape.record(61, 1, X, '1020', { type: 'inbound' }).record(101, 60, X, '4001', { type: 'inbound' });
    },
    new Tape(),
  ),
  life(
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
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .status(61, [caller, 'ALERT'], [c, 'RING'])
        .status(91, [c, 'BYE'])
        .status(92, [caller, 'BYE']);
      tape.record(93, 60, X, '4001', {
        status: 'no-answer',
        talkSeconds: 31,
        callSeconds: 31,
      });
    },
  ),
  life(
    'a caller who hangs up while the target rings',
    [{ kind: 'blind', target: to('4001', null), outcome: 'abandoned' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .status(61, [caller, 'ALERT'], [c, 'RING'])
        .status(70, [caller, 'BYE'], [c, 'RING'])
        .status(71, [c, 'BYE']);
      tape.record(72, 60, X, '4001', { status: 'no-answer', callSeconds: 10 });
    },
  ),
  life('a busy target', [{ kind: 'blind', target: to('4001', null), outcome: 'failed' }], (tape) => {
    tape.transfer(60, [caller, e]);
    tape
      .status(60, [e, 'BYE'])
      .status(61, [caller, 'ALERT'], [c, 'RING'])
      .status(64, [c, 'BYE'])
      .status(65, [caller, 'BYE']);
    tape.record(66, 60, X, '4001', { status: 'busy', talkSeconds: 4 });
  }),
  life(
    'a target that never got a channel is known by its record alone',
    [
      {
        kind: 'blind',
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
        basis: 'call-record',
      },
    ],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).status(62, [caller, 'BYE']);
      tape.record(63, 60, X, '4009', { status: 'failed', callSeconds: 1 });
    },
  ),
  life(
    'a phone that does not ring leaves the record of a caller who hangs up at once: nothing is claimed of it',
    [{ target: { kind: 'unknown', number: '4001', answeredBy: null }, outcome: 'unknown' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      ended(tape.status(60, [e, 'BYE']), 62, caller);
      tape.record(62, 60, X, '4001', { status: 'no-answer', callSeconds: 2 });
    },
  ),
  life(
    'a target that never got a channel is known by CallFailed',
    [
      {
        target: { kind: 'ext', number: '4009', answeredBy: null },
        outcome: 'failed',
        basis: 'call-failed',
      },
    ],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .failed(61, 'NO Route', [ext('4009')])
        .status(62, [caller, 'BYE']);
    },
  ),
  life(
    'the BYE of the transferor that overtakes the event',
    [
      {
        kind: 'blind',
        transferor: { ext: '1020', basis: 'only-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (tape) => {
      ended(blind(tape, caller, e, c, 60), 100, caller, c);
      tape.transfer(60.015, [caller, e]);
    },
  ),
  life(
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
    (tape) => {
      tape
        .status(30, [caller, 'HOLD'])
        .status(31, [e, 'ALERT'], [c, 'RING'])
        .status(35, [e, 'ANSWERED'], [c, 'ANSWER']);
      tape.transfer(60, [caller, e]);
      ended(tape.status(60, [e, 'BYE']), 100, caller, c);
      tape
        .record(101, 1, X, '1020')
        .record(101, 31, '1020', '4001')
        .record(101, 31, X, '4001', { type: 'inbound' });
    },
  ),
  life(
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
    (tape) => {
      tape
        .status(30, [caller, 'HOLD'])
        .status(31, [e, 'ALERT'], [c, 'RING'])
        .status(35, [e, 'ANSWERED'], [c, 'ANSWER']);
      tape.transfer(60, [caller, e, c], { ext: null, basis: 'unknown' });
      ended(tape.status(60, [e, 'BYE']), 100, caller, c);
    },
  ),
  life(
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
    (tape) => {
      const own = ext('1020', 0x2e);
      const consulted = ext('4001', 0x2f);
      tape.status(39, [caller, 'HOLD']);
      tape
        .under(OTHER)
        .status(40, [own, 'ALERT'], [consulted, 'RING'])
        .status(45, [own, 'ANSWERED'], [consulted, 'ANSWER']);
      tape.under(CALL).transfer(70, [caller, e]);
      tape.status(70, [e, 'BYE']).status(70, [caller, 'ANSWERED'], [consulted, 'ANSWER']);
      tape.under(OTHER).status(70, [own, 'BYE']).record(71, 40, '1020', '4001');
      ended(tape.under(CALL), 100, caller, consulted).record(101, 70, X, '4001', { type: 'inbound' });
    },
  ),
  life(
    'an aborted attended transfer, and then a blind one to somebody else',
    [{ kind: 'blind', target: to('4002'), outcome: 'answered' }],
    (tape) => {
      const d = ext('4002', 0x30);
      tape
        .status(20, [caller, 'HOLD'])
        .status(21, [e, 'ALERT'], [c, 'RING'])
        .status(25, [e, 'ANSWERED'], [c, 'ANSWER'])
        .status(35, [c, 'BYE']);
      tape.transfer(60, [caller, e]);
      ended(blind(tape, caller, e, d, 60), 100, caller, d);
    },
  ),
  life(
    'a consultation that was hung up elsewhere is not the target',
    [{ kind: 'blind', target: to('4002'), outcome: 'answered' }],
    (tape) => {
      const own = ext('1020', 0x2e);
      const d = ext('4002', 0x30);
      tape
        .under(OTHER)
        .status(40, [own, 'ALERT'], [c, 'RING'])
        .status(45, [own, 'ANSWERED'], [c, 'ANSWER'])
        .status(50, [own, 'BYE'], [c, 'BYE']);
      tape.under(CALL).transfer(60, [caller, e]);
      ended(blind(tape, caller, e, d, 60), 100, caller, d);
    },
  ),
  life(
    'the transferor in two calls at once: the other caller is not the target',
    [{ target: null, outcome: 'unknown' }],
    (tape) => {
      const second = inbound('98765432', '1020', 0x31);
      const own = ext('1020', 0x32);
      tape
        .under(OTHER)
        .status(40, [second, 'ALERT'], [own, 'RING'])
        .status(45, [second, 'ANSWERED'], [own, 'ANSWER']);
      tape.under(CALL).transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).under(OTHER).status(90, [second, 'BYE'], [own, 'BYE']);
    },
  ),
  life(
    'a recall to the transferor inside the call: returned when taken',
    [{ kind: 'blind', target: to('4001', null), outcome: 'returned' }],
    (tape) => {
      const again = ext('1020', 0x30);
      tape.transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).status(61, [caller, 'ALERT'], [c, 'RING']).status(81, [c, 'BYE']);
      tape.status(82, [again, 'RING']).status(85, [again, 'ANSWER'], [caller, 'ANSWERED']);
      ended(tape, 110, caller, again)
        .record(111, 60, X, '4001', { status: 'no-answer' })
        .record(111, 82, X, '1020');
    },
  ),
  life(
    'a recall that nobody answers either',
    [{ kind: 'blind', target: to('4001', null), outcome: 'unanswered' }],
    (tape) => {
      const again = ext('1020', 0x30);
      tape.transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).status(61, [caller, 'ALERT'], [c, 'RING']).status(81, [c, 'BYE']);
      tape.status(82, [again, 'RING']).status(102, [again, 'BYE'], [caller, 'BYE']);
      tape.record(111, 60, X, '4001', { status: 'no-answer' });
    },
  ),
  life(
    'a recall under a new id that joins the call when it is answered',
    [{ kind: 'blind', target: to('4001', null), outcome: 'returned' }],
    (tape) => {
      const again = ext('1020', 0x30);
      tape.transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).status(61, [caller, 'ALERT'], [c, 'RING']).status(81, [c, 'BYE']);
      tape.under(`${START + 82}.30`).status(82, [again, 'RING']);
      tape.under(CALL).status(86, [again, 'ANSWER'], [caller, 'ANSWERED']);
      ended(tape, 110, caller, again).record(111, 60, X, '4001', {
        status: 'no-answer',
      });
    },
  ),
  life(
    'a ring group: several ring, one answers, the BYE of the others is not the end',
    [
      {
        kind: 'blind',
        target: { kind: 'group', number: '6200', answeredBy: '4002' },
        outcome: 'answered',
        talkSeconds: 30,
      },
    ],
    (tape) => {
      const group = [ext('4001', 0x2d), ext('4002', 0x2e), ext('4003', 0x2f)] as const;
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .status(61, [caller, 'ALERT'], [group[0], 'RING'], [group[1], 'RING'], [group[2], 'RING']);
      tape
        .status(70, [caller, 'ANSWERED'], [group[1], 'ANSWER'])
        .status(70, [group[0], 'BYE'])
        .status(70, [group[2], 'BYE']);
      ended(tape, 100, caller, group[1]).record(101, 60, X, '6200').record(101, 61, X, '4002');
    },
  ),
  life(
    'a queue named by 6200(4002)',
    [
      {
        kind: 'blind',
        target: { kind: 'group', number: '6200', answeredBy: '4001' },
        outcome: 'answered',
      },
    ],
    (tape) => {
      tape.transfer(60, [caller, e]);
      ended(blind(tape, caller, e, c, 60), 100, caller, c);
      tape.record(101, 60, X, '6200', { answeredBy: '4001' });
    },
  ),
  life(
    'a queue named by the path of the leg',
    [
      {
        target: { kind: 'group', number: '6200', answeredBy: '4001' },
        outcome: 'answered',
      },
    ],
    (tape) => {
      const agent = { ...c, callpath: '6200' };
      tape.transfer(60, [caller, e]);
      ended(blind(tape, caller, e, agent, 60), 100, caller, agent);
    },
  ),
  life(
    'a call that came through a ring group: the phones that rang with the transferor are not the target',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (tape) => {
      const mate = ext('1021', 0x2d);
      const target = ext('4001', 0x30);
      tape
        .status(1, [caller, 'ALERT'], [e, 'RING'], [mate, 'RING'])
        .status(5, [caller, 'ANSWERED'], [e, 'ANSWER'])
        .status(5, [mate, 'BYE']);
      tape.transfer(60, [caller, e]);
      ended(blind(tape, caller, e, target, 60), 100, caller, target);
    },
    new Tape(),
  ),
  life(
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
    (tape) => {
      const d = ext('4002', 0x2e);
      tape.transfer(60, [caller, e]);
      blind(tape, caller, e, c, 60).transfer(100, [caller, c]);
      ended(blind(tape, caller, c, d, 100), 130, caller, d);
      tape.record(131, 60, X, '4002').record(131, 100, X, '4002');
    },
  ),
  life(
    'a loop: back to the first',
    [
      { hop: 1, target: to('4001'), outcome: 'answered' },
      { hop: 2, target: to('1020'), outcome: 'answered' },
      { hop: 3, target: to('4001'), outcome: 'answered' },
    ],
    (tape) => {
      const again = ext('1020', 0x2e);
      const third = ext('4001', 0x2f);
      tape.transfer(60, [caller, e]);
      blind(tape, caller, e, c, 60).transfer(100, [caller, c]);
      blind(tape, caller, c, again, 100).transfer(140, [caller, again]);
      ended(blind(tape, caller, again, third, 140), 180, caller, third);
    },
  ),
  life(
    'a transfer to an outside number',
    [
      {
        kind: 'blind',
        target: { kind: 'outside', number: '0600111222', answeredBy: null },
        outcome: 'answered',
      },
    ],
    (tape) => {
      const mobile = outbound('1020', '0600111222', 0x2d);
      tape.transfer(60, [caller, e]);
      ended(blind(tape, caller, e, mobile, 60), 100, caller, mobile);
      tape.record(101, 60, X, '0600111222', {
        type: 'outbound',
        targetTrunk: 'sip',
      });
    },
  ),
  life(
    'a transfer to voicemail',
    [
      {
        target: { kind: 'voicemail', number: '4001', answeredBy: null },
        outcome: 'unanswered',
      },
    ],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .status(90, [caller, 'BYE'])
        .record(91, 60, X, '4001', { status: 'voicemail' });
    },
  ),
  life(
    'a Local channel is no party',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape.status(61, [
        {
          kind: 'ext',
          number: '4555',
          channelid: 'Local/4555@context-00000031;1',
        },
        'ANSWER',
      ]);
      ended(blind(tape, caller, e, c, 60), 100, caller, c);
    },
  ),
  life(
    'a call that goes on under another id is found by the remaining party and the time',
    [{ target: to('4001'), outcome: 'answered' }],
    (tape) => {
      const moved = inbound(X, '4001', 0x30);
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .status(60, [caller, 'BYE'])
        .under(`${START + 61}.31`);
      tape
        .status(61, [moved, 'ALERT'], [c, 'RING'])
        .status(66, [moved, 'ANSWERED'], [c, 'ANSWER'])
        .status(90, [moved, 'BYE'], [c, 'BYE']);
    },
  ),
  life(
    'an outbound call: the record is typed inbound, from the number called',
    [
      {
        transferor: { ext: '1020', basis: 'only-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (tape) => {
      const called = outbound('1020', '0600111222', 0x2b);
      tape.status(1, [e, 'ALERT'], [called, 'RING']).status(5, [e, 'ANSWERED'], [called, 'ANSWER']);
      tape.transfer(60, [e, called]);
      tape.status(60, [e, 'BYE']).status(61, [c, 'RING']).status(66, [c, 'ANSWER']);
      ended(tape, 100, called, c).record(101, 60, '0600111222', '4001', {
        type: 'inbound',
        sourceTrunk: 'sip',
      });
    },
    new Tape(),
  ),
  life(
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
    (tape) => {
      const a = ext('2000', 0x2b);
      tape.status(1, [a, 'ALERT'], [e, 'RING']).status(5, [a, 'ANSWERED'], [e, 'ANSWER']);
      tape.transfer(60, [a, e]);
      ended(blind(tape, e, a, c, 60), 100, e, c)
        .record(101, 1, '2000', '1020')
        .record(101, 60, '1020', '4001');
    },
    new Tape(),
  ),
  life(
    'a forwarded caller',
    [
      {
        kind: 'forward',
        transferor: { ext: null, basis: 'unknown' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (tape) => {
      const a = ext('1006', 0x2b);
      tape.status(1, [a, 'ALERT']).forward(1, [a]).transfer(1, [a]);
      tape.status(2, [c, 'RING']).status(9, [a, 'ANSWERED'], [c, 'ANSWER']);
      ended(tape, 60, a, c);
    },
    new Tape(),
  ),
  life(
    'v1, one action per event and no channels',
    [
      {
        kind: 'blind',
        target: to('4001'),
        outcome: 'answered',
        talkSeconds: 30,
      },
    ],
    (tape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      tape
        .status(1, [v1E, 'RING'], [v1Caller, 'RING'])
        .status(5, [v1E, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED']);
      tape.transfer(60, [v1E, v1Caller]);
      tape
        .status(60, [v1E, 'BYE'])
        .status(61, [v1C, 'RING'], [v1Caller, 'RING'])
        .status(70, [v1C, 'ANSWER'])
        .status(100, [v1C, 'BYE'])
        .status(100, [v1Caller, 'BYE']);
    },
    new Tape('v1.1'),
  ),
  life(
    'v1.0.0, which leaves out the transferor who had answered: no forwarding',
    [
      {
        kind: 'blind',
        transferor: { ext: '1020', basis: 'called-extension' },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (tape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      tape
        .status(1, [v1E, 'RING'], [v1Caller, 'RING'])
        .status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED'], [v1E, 'ANSWERED']);
      tape.transfer(60, [v1Caller], { ext: '1020', basis: 'called-extension' });
      tape.status(60, [v1E, 'BYE'], [v1Caller, 'BYE']).status(61, [v1C, 'RING'], [v1Caller, 'RING']);
      tape.status(70, [v1C, 'ANSWER'], [v1Caller, 'ANSWER']).status(100, [v1C, 'BYE'], [v1Caller, 'BYE']);
    },
    new Tape('v1.0'),
  ),
  life(
    'v1.0.0, which names a forwarded caller alone',
    [{ kind: 'forward', target: to('4001'), outcome: 'answered' }],
    (tape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      tape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(20, [v1E, 'BYE'], [v1Caller, 'BYE']);
      tape.transfer(20, [v1Caller], { ext: '1020', basis: 'called-extension' });
      tape.status(21, [v1C, 'RING'], [v1Caller, 'RING']);
      tape.status(30, [v1C, 'ANSWER'], [v1Caller, 'ANSWER']).status(60, [v1C, 'BYE'], [v1Caller, 'BYE']);
    },
    new Tape('v1.0'),
  ),
  life(
    'a transferor who hangs up while the target rings, shown as talking until it answers',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(61, [caller, 'ALERT'], [e, 'ANSWER'], [c, 'RING'])
        .status(67, [caller, 'ANSWERED'], [e, 'ANSWER'], [c, 'ANSWER']);
      ended(tape.status(67, [e, 'BYE'], [caller, 'ANSWERED'], [c, 'ANSWER']), 100, caller, c);
    },
  ),
  life(
    'a call that had ended is no consultation, whoever was in it',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (tape) => {
      const [own, before] = [ext('1020', 0x20), ext('4001', 0x21)];
      tape
        .under(`${START - 200}.1`)
        .status(-200, [own, 'ALERT'], [before, 'RING'])
        .status(-190, [own, 'ANSWERED'], [before, 'ANSWER']);
      tape.status(-100, [own, 'BYE'], [before, 'BYE']).record(-99, -200, '1020', '4001');
      tape.under(CALL).transfer(60, [caller, e]);
      ended(blind(tape, caller, e, c, 60), 100, caller, c);
    },
  ),
  life(
    'v1 names the party at the other end too, which has not left',
    [{ kind: 'blind', target: to('4001', null), outcome: 'unanswered' }],
    (tape) => {
      const [v1Caller, v1E, v1C] = [inbound(X, '1020'), ext('1020'), ext('4001')];
      tape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER']);
      tape.transfer(60, [v1E, v1Caller]);
      tape.status(60, [v1E, 'BYE'], [v1Caller, 'BYE']).status(61, [v1C, 'RING'], [v1Caller, 'RING']);
      tape.status(91, [v1C, 'BYE'], [v1Caller, 'BYE']).status(95, [v1Caller, 'BYE']);
      tape.record(96, 60, X, '4001', { status: 'no-answer' });
    },
    new Tape('v1.1'),
  ),
  life(
    'phones that rang with the transferor do not stand in for a target without a channel',
    [
      {
        kind: 'blind',
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
      },
    ],
    (tape) => {
      const mate = ext('1021', 0x2d);
      tape
        .status(1, [caller, 'ALERT'], [e, 'RING'], [mate, 'RING'])
        .status(5, [caller, 'ANSWERED'], [e, 'ANSWER'])
        .status(5, [mate, 'BYE']);
      tape.transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).status(64, [caller, 'BYE']).record(65, 60, X, '4009', { status: 'busy' });
    },
    new Tape(),
  ),
  life(
    'a queue named by the record alone',
    [
      {
        target: { kind: 'group', number: '6200', answeredBy: '4002' },
        outcome: 'answered',
      },
    ],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(60, [e, 'BYE'])
        .status(100, [caller, 'BYE'])
        .record(101, 60, X, '6200', { answeredBy: '4002' });
    },
  ),
  life(
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
    (tape) => {
      tape.transfer(60, [ext('2000', 0x2b), e]);
      tape.transfer(100, [e, c]);
    },
    new Tape(),
  ),
  life(
    'two extensions of which one leaves the other behind, who transferred',
    [
      {
        transferor: { ext: '2000', basis: 'story' },
        transferee: { kind: 'ext', number: '1020' },
      },
    ],
    (tape) => {
      const a = ext('2000', 0x2b);
      tape.transfer(60, [a, e]);
      tape.status(60, [a, 'BYE'], [e, 'ANSWER']).status(65, [e, 'BYE']);
    },
    new Tape(),
  ),
  life(
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
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape
        .status(61, [caller, 'HOLD'], [e, 'ANSWER'], [c, 'RING'])
        .status(62, [caller, 'HOLD'], [e, 'BYE'], [c, 'RING']);
      ended(tape.status(66, [caller, 'ANSWERED'], [c, 'ANSWER']), 100, caller, c);
    },
  ),
  life(
    'the talk with a target ends with the next transfer, though its BYE comes late',
    [
      { target: to('4001'), talkSeconds: 33 },
      { target: null, outcome: 'unknown' },
    ],
    (tape) => {
      tape.transfer(60, [caller, e]);
      blind(tape, caller, e, c, 60).transfer(100, [caller, c]);
      tape.status(118, [c, 'BYE']);
    },
  ),
  life(
    'phones that rang with the transferor, each told by itself, are not the target either',
    [
      {
        target: { kind: 'unknown', number: '4009', answeredBy: null },
        outcome: 'failed',
      },
    ],
    (tape) => {
      const [v1Caller, v1E, mate] = [inbound(X, '1020'), ext('1020'), ext('1021')];
      tape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(1, [mate, 'RING'], [v1Caller, 'RING']);
      tape
        .status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER'])
        .status(5, [v1Caller, 'ANSWERED'], [v1E, 'ANSWERED']);
      tape.status(5, [mate, 'BYE'], [v1Caller, 'BYE']).transfer(12, [v1E, v1Caller]);
      tape.status(12, [v1E, 'BYE'], [v1Caller, 'BYE']).record(17, 12, X, '4009', { status: 'busy' });
    },
    new Tape('v1.1'),
  ),
  life(
    'a Local channel among the members is no party of the transfer either',
    [{ transferor: { ext: '1020', basis: 'story' }, target: to('4001'), outcome: 'answered' }],
    (tape) => {
      const technical: Member = { kind: 'ext', number: '4555', channelid: 'Local/4555@context-00000031;1' };
      tape.transfer(60, [caller, e, technical]);
      ended(blind(tape, caller, e, c, 60), 100, caller, c);
    },
  ),
  life(
    'two extensions of which one has a record with the target: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' } }],
    (tape) => {
      tape.transfer(60, [colleague, e]);
      tape.record(101, 60, '1020', '4001');
    },
    new Tape(),
  ),
  life(
    'two extensions of which one is on hold while the target rings: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' } }],
    (tape) => {
      tape.status(5, [colleague, 'ANSWERED'], [e, 'ANSWER']);
      tape.status(50, [colleague, 'ANSWERED'], [e, 'HOLD'], [c, 'RING']).transfer(60, [colleague, e]);
    },
    new Tape(),
  ),
  life(
    'two extensions of which one is alone with the target: the other transferred',
    [{ transferor: { ext: '2000', basis: 'story' }, target: to('4001'), outcome: 'answered' }],
    (tape) => {
      tape.transfer(60, [colleague, e]);
      tape.status(67, [e, 'ANSWERED'], [c, 'ANSWER']);
    },
    new Tape(),
  ),
  life(
    'two extensions of which one had called the target before: that one transferred',
    [{ transferor: { ext: '2000', basis: 'story' }, kind: 'attended', target: to('4001') }],
    (tape) => {
      const own = ext('2000', 0x30);
      const asked = ext('4001', 0x31);
      tape
        .under(OTHER)
        .status(41, [own, 'ALERT'], [asked, 'RING'])
        .status(45, [own, 'ANSWERED'], [asked, 'ANSWER']);
      tape.under(CALL).transfer(60, [colleague, e]);
      tape.status(61, [asked, 'ANSWER']);
    },
    new Tape(),
  ),
  life(
    'a consultation under an id of its own that ends with the BYE of the transferor alone',
    [{ kind: 'attended', target: to('4001'), outcome: 'answered', answeredAt: at(60) }],
    (tape) => {
      const own = ext('1020', 0x30);
      const asked = ext('4001', 0x31);
      tape
        .under(OTHER)
        .status(41, [own, 'ALERT'], [asked, 'RING'])
        .status(45, [own, 'ANSWERED'], [asked, 'ANSWER']);
      tape.under(CALL).transfer(60, [caller, e]);
      tape.status(60, [e, 'BYE']).under(OTHER).status(60, [own, 'BYE']);
    },
  ),
  life(
    'a Forward event: the caller was forwarded',
    [{ kind: 'forward' }],
    (tape) => {
      tape.forward(60, [caller]).transfer(60, [caller]);
    },
    new Tape(),
  ),
  life(
    'a chain whose second transfer overtook the first: the channels tell the order',
    [
      { hop: 1, target: to('4001'), outcome: 'answered' },
      { hop: 2, target: null },
    ],
    (tape) => {
      tape.transfer(70, [caller, e]);
      blind(tape, caller, e, c, 60).transfer(69, [caller, c]);
    },
  ),
  life(
    'a record with the target that begins before the event, as after a consultation',
    [{ target: { kind: 'unknown', number: '4001', answeredBy: null }, outcome: 'answered' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape.record(61, 1, X, '1020').record(101, 40, X, '4001');
    },
    new Tape(),
  ),
  life(
    'a consultation known by its record in the call',
    [{ kind: 'attended', target: to('4001'), outcome: 'answered' }],
    (tape) => {
      tape.status(38, [caller, 'HOLD']).transfer(60, [caller, e]);
      tape.status(67, [caller, 'ANSWERED'], [c, 'ANSWER']);
      tape.record(101, 40, '1020', '4001').record(101, 60, X, '4001');
    },
  ),
  life(
    'a transfer to an outside number known by its record alone',
    [{ target: { kind: 'outside', number: '600123456', answeredBy: null }, outcome: 'answered' }],
    (tape) => {
      tape.transfer(60, [caller, e]);
      tape.record(101, 60, X, '600123456', { targetTrunk: 'sip', type: 'outbound' });
    },
    new Tape(),
  ),
  life(
    'a phone that had stopped ringing before, and one that rang with the transferor: neither is the target',
    [{ target: null, outcome: 'unknown' }],
    (tape) => {
      const [gone, mate] = [ext('1021', 0x2d), ext('1022', 0x2e)];
      tape.status(1, [gone, 'RING']).status(5, [gone, 'BYE']);
      tape.status(9, [caller, 'ALERT'], [e, 'RING'], [mate, 'RING']).transfer(60, [caller, e]);
    },
    new Tape(),
  ),
  life(
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
    (tape) => void tape.transfer(60, [caller, e]),
    new Tape(),
  ),
];
