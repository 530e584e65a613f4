import { type CallScript, numberOfParty } from '../call/call-script.js';
import type { ScriptLeg } from '../call/script-call.js';
import {
  answer,
  giveUp,
  handOver,
  type Handed,
  leave,
  open,
  recordTarget,
  ring,
  talkAndHangUp,
} from '../call/steps.js';
import type { ScriptParty } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** To a ring group or queue: several phones ring, one answers, and a leg's BYE is not the call's end. */
export const group: Scenario[] = [
  { name: 'ring-group', weight: 8, play: ringGroup },
  { name: 'queue', weight: 5, play: queue },
  {
    name: 'group-unanswered',
    weight: 3,
    play: (script) => notTaken(script, 'unanswered'),
  },
  {
    name: 'group-abandoned',
    weight: 2,
    play: (script) => notTaken(script, 'abandoned'),
  },
];

function begin(script: CallScript): [Handed, string, ScriptParty[]] {
  const talk = open(script);
  const crew = script.staff.crew(script.random, script.now);
  const handed = handOver(script, talk, {
    kind: 'group',
    number: crew.number,
    answeredBy: null,
  });
  return [handed, crew.number, crew.members.map((number): ScriptParty => ({ kind: 'ext', number }))];
}

/** One record, `6200(4002)`: the group and who answered. */
function ringGroup(script: CallScript): void {
  const [handed, number, members] = begin(script);
  const legs = ring(script, handed, members, number);
  script.wait(2, 18);
  const who = oneAnswers(script, handed, legs);
  talkAndHangUp(script, handed, who, {
    to: { number, answeredBy: numberOfParty(who.party) },
  });
  script.end();
}

/** Agents are tried in turn, one gives up before another takes it; two records, to the queue and to the agent. */
function queue(script: CallScript): void {
  const [handed, number, members] = begin(script);
  const [firstParty, ...more] = members;
  if (!firstParty) return;
  const [first] = ring(script, handed, [firstParty], number);
  script.wait(12, 15);
  if (first) leave(script, handed.call, first, handed.rest);
  script.wait(1, 3);
  const legs = ring(script, handed, more, number);
  script.wait(2, 10);
  const who = oneAnswers(script, handed, legs);
  talkAndHangUp(script, handed, who, { to: { number } });
  recordTarget(script, handed, { to: { number: numberOfParty(who.party) } });
  script.end();
}

function notTaken(script: CallScript, how: 'unanswered' | 'abandoned'): void {
  const [handed, number, members] = begin(script);
  const legs = ring(script, handed, members, number);
  if (how === 'unanswered') script.wait(40, 60);
  else script.wait(6, 30);
  giveUp(script, handed, legs, {
    how,
    record: { to: { number }, status: 'no-answer' },
  });
  script.end();
}

function oneAnswers(script: CallScript, handed: Handed, legs: ScriptLeg[]): ScriptLeg {
  const who = script.random.pick(legs);
  answer(
    script,
    handed,
    who,
    legs.filter((leg) => leg !== who),
  );
  return who;
}
