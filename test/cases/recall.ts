import { CALL, ext, START } from '../support/stories/event-tape.js';
import { type CallScript, CALLER, caller, transferor, target, ended, to, script } from './call-script.js';

/** The call comes back to the transferor. */
export const recallScripts = (): CallScript[] => [
  script(
    'a recall to the transferor inside the call: returned when taken',
    [{ kind: 'blind', target: to('4001', null), outcome: 'returned' }],
    (eventTape) => {
      const again = ext('1020', 0x30);
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(61, [caller, 'ALERT'], [target, 'RING'])
        .status(81, [target, 'BYE']);
      eventTape.status(82, [again, 'RING']).status(85, [again, 'ANSWER'], [caller, 'ANSWERED']);
      ended(eventTape, 110, caller, again)
        .record(111, 60, CALLER, '4001', { status: 'no-answer' })
        .record(111, 82, CALLER, '1020');
    },
  ),
  script(
    'a recall that nobody answers either',
    [{ kind: 'blind', target: to('4001', null), outcome: 'unanswered' }],
    (eventTape) => {
      const again = ext('1020', 0x30);
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(61, [caller, 'ALERT'], [target, 'RING'])
        .status(81, [target, 'BYE']);
      eventTape.status(82, [again, 'RING']).status(102, [again, 'BYE'], [caller, 'BYE']);
      eventTape.record(111, 60, CALLER, '4001', { status: 'no-answer' });
    },
  ),
  script(
    'a recall under a new id that joins the call when it is answered',
    [{ kind: 'blind', target: to('4001', null), outcome: 'returned' }],
    (eventTape) => {
      const again = ext('1020', 0x30);
      eventTape.transfer(60, [caller, transferor]);
      eventTape
        .status(60, [transferor, 'BYE'])
        .status(61, [caller, 'ALERT'], [target, 'RING'])
        .status(81, [target, 'BYE']);
      eventTape.under(`${START + 82}.30`).status(82, [again, 'RING']);
      eventTape.under(CALL).status(86, [again, 'ANSWER'], [caller, 'ANSWERED']);
      ended(eventTape, 110, caller, again).record(111, 60, CALLER, '4001', {
        status: 'no-answer',
      });
    },
  ),
];
