import type { CallScript } from '../call/call-script.js';
import { abandon, handOn, open, ringsOut, talkAndHangUp } from '../call/talk.js';
import type { Steps } from '../pbx/agenda.js';
import type { Scenario } from './scenario.js';

/** To a ring group or queue: several phones ring, one answers, and a leg's BYE is not the call's end. */
export const group: Scenario[] = [
  { name: 'ring-group', weight: 8, play: ringGroup },
  { name: 'queue', weight: 5, play: queue },
  { name: 'group-unanswered', weight: 3, play: unanswered },
  { name: 'group-abandoned', weight: 2, play: abandoned },
];

/** One record, `6200(4002)`: the group and who answered. */
function* ringGroup(script: CallScript): Steps {
  const talk = yield* open(script);
  const { number, members } = script.cast.group(30);
  script.willAnswer(script.random.pick(members), 2, 18);
  yield* handOn(script, talk, number);
  yield* talkAndHangUp(script, { by: yield* script.answered(), rest: talk.rest });
}

/** Agents are tried in turn, one gives up before another takes it; two records, to the queue and to the agent. */
function* queue(script: CallScript): Steps {
  script.firmware.queueRecords = 'two';
  const talk = yield* open(script);
  const { number, members } = script.cast.queue({
    ringSeconds: script.random.between(12, 15),
    maxWaitSeconds: 90,
  });
  script.willAnswer(members[1]!, 2, 10);
  yield* handOn(script, talk, number);
  yield* talkAndHangUp(script, { by: yield* script.answered(), rest: talk.rest });
}

function* unanswered(script: CallScript): Steps {
  ringsOut(script);
  const talk = yield* open(script);
  yield* handOn(script, talk, script.cast.group(script.random.between(40, 60)).number);
}

function* abandoned(script: CallScript): Steps {
  const talk = yield* open(script);
  yield* handOn(script, talk, script.cast.group(60).number);
  yield* abandon(script, talk.rest, 6, 30);
}
