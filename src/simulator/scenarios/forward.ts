import type { EventDialect } from '../../intake/dialects/dialect.js';
import type { CallScript } from '../call/call-script.js';
import { fromOutside, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

const hasForwardEvent = ({ writer }: EventDialect) => writer.names.forward !== null;

/** Call forwarding: nobody pressed a key. v1 says it by a transfer event that names the caller alone, the others by Forward. */
export const forward: Scenario[] = [
  {
    name: 'forward-lone-caller',
    weight: 3,
    isIn: (dialect) => !hasForwardEvent(dialect),
    play: (script) => forwarded(script, true),
  },
  {
    name: 'forward-event',
    weight: 3,
    isIn: hasForwardEvent,
    play: (script) => forwarded(script, false),
  },
  {
    name: 'forward-with-transfer',
    weight: 1,
    isIn: hasForwardEvent,
    play: (script) => forwarded(script, true),
  },
];

function* forwarded(script: CallScript, isTransfer: boolean): Steps {
  const { cast, firmware, random } = script;
  firmware.forwardIsTransfer = isTransfer;
  const { dialect } = firmware;
  const isLoneExtension = !hasForwardEvent(dialect) && !dialect.leavesOutTransferor;
  // A lone extension is the caller: who forwarded, no event says for certain.
  if (isLoneExtension) script.undecided.add('transferor');
  const target = cast.extension();
  const called = cast.extension({
    forward: { when: 'no answer', to: target },
    ringSeconds: random.between(8, 15),
  });
  const party = isLoneExtension
    ? { kind: 'ext' as const, number: cast.extension() }
    : fromOutside(script, called);
  const caller = script.exchange.seize(script.exchange.openCall(), party);
  script.routing.lead(caller, called, null, () => {});
  script.willAnswer(target, 2, 12);
  yield* talkAndHangUp(script, { by: yield* script.answered(), rest: caller });
}
