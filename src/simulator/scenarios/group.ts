import type { Leg, Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
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
import type { Party } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** To a ring group or queue: several phones ring, one answers, and a leg's BYE is not the call's end. */
export const group: Scenario[] = [
  { name: 'ring-group', weight: 8, play: ringGroup },
  { name: 'queue', weight: 5, play: queue },
  {
    name: 'group-unanswered',
    weight: 3,
    play: (life) => notTaken(life, 'unanswered'),
  },
  {
    name: 'group-abandoned',
    weight: 2,
    play: (life) => notTaken(life, 'abandoned'),
  },
];

function begin(life: Life): [Handed, string, Party[]] {
  const talk = open(life);
  const crew = life.staff.crew(life.random, life.now);
  const handed = handOver(life, talk, {
    kind: 'group',
    number: crew.number,
    answeredBy: null,
  });
  return [handed, crew.number, crew.members.map((number): Party => ({ kind: 'ext', number }))];
}

/** One record, `6200(4002)`: the group and who answered. */
function ringGroup(life: Life): void {
  const [handed, number, members] = begin(life);
  const legs = ring(life, handed, members, number);
  life.wait(2, 18);
  const who = oneAnswers(life, handed, legs);
  talkAndHangUp(life, handed, who, {
    to: { number, answeredBy: numberOf(who.party) },
  });
  life.end();
}

/** Agents are tried in turn, one gives up before another takes it; two records, to the queue and to the agent. */
function queue(life: Life): void {
  const [handed, number, members] = begin(life);
  const [firstParty, ...more] = members;
  if (!firstParty) return;
  const [first] = ring(life, handed, [firstParty], number);
  life.wait(12, 15);
  if (first) leave(life, handed.call, first, handed.rest);
  life.wait(1, 3);
  const legs = ring(life, handed, more, number);
  life.wait(2, 10);
  const who = oneAnswers(life, handed, legs);
  talkAndHangUp(life, handed, who, { to: { number } });
  recordTarget(life, handed, { to: { number: numberOf(who.party) } });
  life.end();
}

function notTaken(life: Life, how: 'unanswered' | 'abandoned'): void {
  const [handed, number, members] = begin(life);
  const legs = ring(life, handed, members, number);
  if (how === 'unanswered') life.wait(40, 60);
  else life.wait(6, 30);
  giveUp(life, handed, legs, {
    how,
    record: { to: { number }, status: 'no-answer' },
  });
  life.end();
}

function oneAnswers(life: Life, handed: Handed, legs: Leg[]): Leg {
  const who = life.random.pick(legs);
  answer(
    life,
    handed,
    who,
    legs.filter((leg) => leg !== who),
  );
  return who;
}
