import { at, CALL, ext, inbound, START, EventTape } from '../support/stories/event-tape.js';
import {
  type CallScript,
  CALLER,
  caller,
  transferor,
  target,
  OTHER,
  ended,
  to,
  blind,
  script,
} from './call-script.js';

/** Attended transfers: the transferor asks the target first, in the same call or in one of its own. */
export const consultationScripts = (): CallScript[] => [
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
        .status(31, [transferor, 'ALERT'], [target, 'RING'])
        .status(35, [transferor, 'ANSWERED'], [target, 'ANSWER']);
      eventTape.transfer(60, [caller, transferor]);
      ended(eventTape.status(60, [transferor, 'BYE']), 100, caller, target);
      eventTape
        .record(101, 1, CALLER, '1020')
        .record(101, 31, '1020', '4001')
        .record(101, 31, CALLER, '4001', { type: 'inbound' });
    },
  ),
  script(
    'a consultation whose target stands among the members of the event',
    [
      {
        kind: 'attended',
        transferor: { ext: '1020', basis: 'story' },
        transferee: { kind: 'inbound', number: CALLER },
        target: to('4001'),
        outcome: 'answered',
      },
    ],
    (eventTape) => {
      eventTape
        .status(30, [caller, 'HOLD'])
        .status(31, [transferor, 'ALERT'], [target, 'RING'])
        .status(35, [transferor, 'ANSWERED'], [target, 'ANSWER']);
      eventTape.transfer(60, [caller, transferor, target], { ext: null, basis: 'unknown' });
      ended(eventTape.status(60, [transferor, 'BYE']), 100, caller, target);
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
      eventTape.under(CALL).transfer(70, [caller, transferor]);
      eventTape.status(70, [transferor, 'BYE']).status(70, [caller, 'ANSWERED'], [consulted, 'ANSWER']);
      eventTape.under(OTHER).status(70, [own, 'BYE']).record(71, 40, '1020', '4001');
      ended(eventTape.under(CALL), 100, caller, consulted).record(101, 70, CALLER, '4001', {
        type: 'inbound',
      });
    },
  ),
  script(
    'an aborted attended transfer, and then a blind one to somebody else',
    [{ kind: 'blind', target: to('4002'), outcome: 'answered' }],
    (eventTape) => {
      const d = ext('4002', 0x30);
      eventTape
        .status(20, [caller, 'HOLD'])
        .status(21, [transferor, 'ALERT'], [target, 'RING'])
        .status(25, [transferor, 'ANSWERED'], [target, 'ANSWER'])
        .status(35, [target, 'BYE']);
      eventTape.transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, d, 60), 100, caller, d);
    },
  ),
  script(
    'a consultation that was hung up before by another member is not the target',
    [{ kind: 'blind', target: to('4002'), outcome: 'answered' }],
    (eventTape) => {
      const own = ext('1020', 0x2e);
      const d = ext('4002', 0x30);
      eventTape
        .under(OTHER)
        .status(40, [own, 'ALERT'], [target, 'RING'])
        .status(45, [own, 'ANSWERED'], [target, 'ANSWER'])
        .status(50, [own, 'BYE'], [target, 'BYE']);
      eventTape.under(CALL).transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, d, 60), 100, caller, d);
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
      eventTape.under(CALL).transfer(60, [caller, transferor]);
      eventTape.status(60, [transferor, 'BYE']).under(OTHER).status(90, [second, 'BYE'], [own, 'BYE']);
    },
  ),
  script(
    'a call that had ended is no consultation, though its parties are the same',
    [{ kind: 'blind', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      const [own, before] = [ext('1020', 0x20), ext('4001', 0x21)];
      eventTape
        .under(`${START - 200}.1`)
        .status(-200, [own, 'ALERT'], [before, 'RING'])
        .status(-190, [own, 'ANSWERED'], [before, 'ANSWER']);
      eventTape.status(-100, [own, 'BYE'], [before, 'BYE']).record(-99, -200, '1020', '4001');
      eventTape.under(CALL).transfer(60, [caller, transferor]);
      ended(blind(eventTape, caller, transferor, target, 60), 100, caller, target);
    },
  ),
  script(
    'a transferor who asks and leaves while it rings, reported late: attended, and answered when it answers',
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
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(61, [caller, 'HOLD'], [transferor, 'ANSWER'], [target, 'RING'])
        .status(62, [caller, 'HOLD'], [transferor, 'BYE'], [target, 'RING']);
      ended(eventTape.status(66, [caller, 'ANSWERED'], [target, 'ANSWER']), 100, caller, target);
    },
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
      eventTape.under(CALL).transfer(60, [caller, transferor]);
      eventTape.status(60, [transferor, 'BYE']).under(OTHER).status(60, [own, 'BYE']);
    },
  ),
  script(
    'a record with the target that begins before the event, as after a consultation',
    [{ kind: 'unknown', target: to('4001', null), outcome: 'answered' }],
    (eventTape) => {
      eventTape.transfer(60, [caller, transferor]);
      eventTape.record(61, 1, CALLER, '1020').record(101, 40, CALLER, '4001');
    },
    new EventTape(),
  ),
  script(
    'a consultation known by its record in the call',
    [{ kind: 'attended', target: to('4001'), outcome: 'answered' }],
    (eventTape) => {
      eventTape.status(38, [caller, 'HOLD']).transfer(60, [caller, transferor]);
      eventTape.status(67, [caller, 'ANSWERED'], [target, 'ANSWER']);
      eventTape.record(101, 40, '1020', '4001').record(101, 60, CALLER, '4001');
    },
  ),
];
