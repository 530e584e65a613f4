import type { EventDialect } from '../../intake/dialects/dialect.js';
import type { CallScript } from '../call/call-script.js';
import { handOn, handOnTo, open, type Talking, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** Two clocks can only be distinguished where each PBX names itself. */
const tellsSerial = ({ writer }: EventDialect) => writer.serials[0] !== '';

/** Where the call id or the clock misleads. */
export const callId: Scenario[] = [
  { name: 'new-call-id', weight: 5, play: newId },
  { name: 'two-calls-at-once', weight: 4, play: twoCalls },
  { name: 'two-calls-both-transferred', weight: 2, play: bothTransferred },
  { name: 'clock-an-hour-off', weight: 3, onFastClock: true, isIn: tellsSerial, play: simple },
  { name: 'clock-an-hour-off-new-call-id', weight: 1, onFastClock: true, isIn: tellsSerial, play: newId },
];

function* simple(script: CallScript): Steps {
  const talk = yield* open(script);
  yield* talkAndHangUp(script, yield* handOnTo(script, talk, script.cast.extension(), [2, 12]));
}

/** After the event the call goes on under another id: only the one handed on, and the time, tie them together. */
function* newId(script: CallScript): Steps {
  script.firmware.keepsCallId = false;
  // Where a PBX does not name itself, nothing may join two of its calls.
  if (script.pbx.traits.sn === '') script.undecided.add('target').add('kind').add('outcome');
  yield* simple(script);
}

/** The transferor has one call on hold, takes another, hands that on, and goes back to the first. */
function* twoCalls(script: CallScript): Steps {
  const { exchange } = script;
  const held = yield* open(script, 'callee');
  const second = yield* secondCall(script, held);
  const target = script.cast.extension();
  script.willAnswer(target, 2, 10);
  yield* handOn(script, second, target);
  exchange.agenda.after(700, () =>
    exchange.showStates(held.rest.call, [{ channel: held.rest, state: 'ANSWERED', peer: held.by }]),
  );
  yield* talkAndHangUp(script, { by: yield* script.answered(), rest: second.rest });
  yield* talkAndHangUp(script, held);
}

/** Both calls of one extension are handed on within seconds, to different people. */
function* bothTransferred(script: CallScript): Steps {
  const first = yield* open(script, 'callee');
  const second = yield* secondCall(script, first);
  const [one, other] = [script.cast.extension(), script.cast.extension()];
  script.willAnswer(one, 12, 16);
  script.willAnswer(other, 2, 8);
  yield* handOn(script, first, one);
  yield* script.wait(1, 4);
  script.transfers.blind(second.by, second.rest, other);
  const otherTalk = { by: yield* script.answered(), rest: second.rest };
  const oneTalk = { by: yield* script.answered(), rest: first.rest };
  yield* talkAndHangUp(script, otherTalk);
  yield* talkAndHangUp(script, oneTalk);
}

/** The first caller is put on hold for another. */
function* secondCall(script: CallScript, first: Talking): Steps<Talking> {
  yield* script.wait(5, 20);
  script.exchange.showStates(first.rest.call, [{ channel: first.rest, state: 'HOLD' }]);
  yield* script.wait(1, 5);
  return yield* open(script, 'inbound', first.by.owner);
}
