import { ext, inbound, EventTape } from '../support/stories/event-tape.js';
import { type CallScript, CALLER, to, script } from './call-script.js';

/** What a v1 PBX leaves out. */
export const v1Scripts = (): CallScript[] => [
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
      const [v1Caller, v1E, v1C] = [inbound(CALLER, '1020'), ext('1020'), ext('4001')];
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
      const [v1Caller, v1E, v1C] = [inbound(CALLER, '1020'), ext('1020'), ext('4001')];
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
      const [v1Caller, v1E, v1C] = [inbound(CALLER, '1020'), ext('1020'), ext('4001')];
      eventTape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(20, [v1E, 'BYE'], [v1Caller, 'BYE']);
      eventTape.transfer(20, [v1Caller], { ext: '1020', basis: 'called-extension' });
      eventTape.status(21, [v1C, 'RING'], [v1Caller, 'RING']);
      eventTape.status(30, [v1C, 'ANSWER'], [v1Caller, 'ANSWER']).status(60, [v1C, 'BYE'], [v1Caller, 'BYE']);
    },
    new EventTape('v1.0'),
  ),
  script(
    'v1 names the party at the other end too, which has not left',
    [{ kind: 'blind', target: to('4001', null), outcome: 'unanswered' }],
    (eventTape) => {
      const [v1Caller, v1E, v1C] = [inbound(CALLER, '1020'), ext('1020'), ext('4001')];
      eventTape.status(1, [v1E, 'RING'], [v1Caller, 'RING']).status(5, [v1E, 'ANSWER'], [v1Caller, 'ANSWER']);
      eventTape.transfer(60, [v1E, v1Caller]);
      eventTape.status(60, [v1E, 'BYE'], [v1Caller, 'BYE']).status(61, [v1C, 'RING'], [v1Caller, 'RING']);
      eventTape.status(91, [v1C, 'BYE'], [v1Caller, 'BYE']).status(95, [v1Caller, 'BYE']);
      eventTape.record(96, 60, CALLER, '4001', { status: 'no-answer' });
    },
    new EventTape('v1.1'),
  ),
];
