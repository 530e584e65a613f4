import { type CallScript, numberOfParty } from '../call/call-script.js';
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
import type { ScriptParty } from '../call/pbx.js';
import type { Scenario } from './scenario.js';

/** To an outside number, and to a mailbox. */
export const outsideScenarios: Scenario[] = [
  { name: 'to-outside', weight: 6, play: (script) => toOutside(script, true) },
  {
    name: 'to-outside-unanswered',
    weight: 2,
    play: (script) => toOutside(script, false),
  },
  { name: 'to-voicemail', weight: 2, play: toVoicemail },
  { name: 'rang-then-voicemail', weight: 3, play: rangThenVoicemail },
];

function toOutside(script: CallScript, taken: boolean): void {
  const talk = open(script);
  const number = script.staff.outsider(script.random, script.now);
  const trunkname = script.random.pick(script.pbx.traits.trunks);
  const target: ScriptParty = {
    kind: 'outbound',
    from: numberOfParty(talk.rest.party),
    to: number,
    trunkname,
  };
  const handed = handOver(script, talk, {
    kind: 'outside',
    number,
    answeredBy: null,
  });
  const [leg] = ring(script, handed, [target]);
  const to = { number, trunkname };
  if (!leg) return;
  if (taken) {
    script.wait(4, 20);
    answer(script, handed, leg);
    talkAndHangUp(script, handed, leg, { to });
  } else {
    script.wait(25, 40);
    giveUp(script, handed, [leg], {
      how: 'unanswered',
      record: { to, status: 'no-answer' },
    });
  }
  script.end();
}

/** Straight to the mailbox: no phone rings, the record says VOICEMAIL. */
function toVoicemail(script: CallScript): void {
  const talk = open(script);
  const owner = numberOfParty(script.extension());
  const handed = handOver(script, talk, {
    kind: 'voicemail',
    number: owner,
    answeredBy: null,
  });
  handed.truth.outcome = 'unanswered';
  script.wait(10, 40);
  leave(script, handed.call, handed.rest);
  recordTarget(script, handed, { to: { number: owner }, status: 'voicemail' });
  script.end();
}

/** The extension was meant and rang; its mailbox answered. */
function rangThenVoicemail(script: CallScript): void {
  const talk = open(script);
  const target = script.extension();
  const handed = handOver(script, talk, toExt(target));
  const [leg] = ring(script, handed, [target]);
  script.wait(20, 28);
  if (leg) leave(script, handed.call, leg, handed.rest);
  handed.truth.outcome = 'unanswered';
  script.wait(8, 30);
  leave(script, handed.call, handed.rest);
  recordTarget(script, handed, {
    to: { number: numberOfParty(target) },
    status: 'voicemail',
  });
  script.end();
}
