import type { Life } from '../call/call-script.js';
import { numberOf } from '../call/call-script.js';
import {
  answer,
  giveUp,
  handOver,
  leave,
  open,
  recordTarget,
  ring,
  talkAndHangUp,
  toExt,
} from '../call/steps.js';
import type { Party } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** To an outside number, and to a mailbox. */
export const elsewhere: Scenario[] = [
  { name: 'to-outside', weight: 6, play: (life) => toOutside(life, true) },
  {
    name: 'to-outside-unanswered',
    weight: 2,
    play: (life) => toOutside(life, false),
  },
  { name: 'to-voicemail', weight: 2, play: toVoicemail },
  { name: 'rang-then-voicemail', weight: 3, play: rangThenVoicemail },
];

function toOutside(life: Life, taken: boolean): void {
  const talk = open(life);
  const number = life.staff.outsider(life.random, life.now);
  const trunkname = life.random.pick(life.pbx.traits.trunks);
  const target: Party = {
    kind: 'outbound',
    from: numberOf(talk.rest.party),
    to: number,
    trunkname,
  };
  const handed = handOver(life, talk, {
    kind: 'outside',
    number,
    answeredBy: null,
  });
  const [leg] = ring(life, handed, [target]);
  const to = { number, trunkname };
  if (!leg) return;
  if (taken) {
    life.wait(4, 20);
    answer(life, handed, leg);
    talkAndHangUp(life, handed, leg, { to });
  } else {
    life.wait(25, 40);
    giveUp(life, handed, [leg], {
      how: 'unanswered',
      record: { to, status: 'no-answer' },
    });
  }
  life.end();
}

/** Straight to the mailbox: no phone rings, the record says VOICEMAIL. */
function toVoicemail(life: Life): void {
  const talk = open(life);
  const owner = numberOf(life.extension());
  const handed = handOver(life, talk, {
    kind: 'voicemail',
    number: owner,
    answeredBy: null,
  });
  handed.truth.outcome = 'unanswered';
  life.wait(10, 40);
  leave(life, handed.call, handed.rest);
  recordTarget(life, handed, { to: { number: owner }, status: 'voicemail' });
  life.end();
}

/** The extension was meant and rang; its mailbox answered. */
function rangThenVoicemail(life: Life): void {
  const talk = open(life);
  const target = life.extension();
  const handed = handOver(life, talk, toExt(target));
  const [leg] = ring(life, handed, [target]);
  life.wait(20, 28);
  if (leg) leave(life, handed.call, leg, handed.rest);
  handed.truth.outcome = 'unanswered';
  life.wait(8, 30);
  leave(life, handed.call, handed.rest);
  recordTarget(life, handed, {
    to: { number: numberOf(target) },
    status: 'voicemail',
  });
  life.end();
}
