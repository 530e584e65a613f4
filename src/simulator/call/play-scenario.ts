import type { PbxEvent } from '../../transfer/event.js';
import { pushedOf } from '../events/push-events.js';
import type { TransferAct } from '../pbx/channel.js';
import { Choices } from '../pbx/choices.js';
import type { Random } from '../random.js';
import { truthsOf } from '../truth/read-truth.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { Site } from '../company/sites.js';
import { CallScript } from './call-script.js';
import { type Truth, truthFrom } from './truth.js';

/** An event as the PBX sends it, and of a transfer event, what is true of it. */
export interface Said {
  at: number;
  event: PbxEvent;
  truth?: Truth;
}

export interface PlayedScenario {
  said: Said[];
  endsAt: number;
}

/** Plays a scenario at a site: what the PBX says of it, with the truth as the bridges show it. */
export function playScenario(
  scenario: Scenario,
  { pbx, staff }: Pick<Site, 'pbx' | 'staff'>,
  random: Random,
  startsAt: number,
): PlayedScenario {
  const script = new CallScript(pbx, staff, random, startsAt);
  script.run((own) => scenario.play(own));
  const truths = truthsBy(script, scenario.name);
  const choices = new Choices(random.between(0, 0x7fffffff));
  // By the caller alone, two transfers of a call would be written alike.
  if (truths.size > 1) choices.fix('names the caller alone', false);
  const pushed = pushedOf(script.exchange.journal, {
    firmware: script.firmware,
    sn: pbx.traits.sn,
    localTime: pbx.localTime,
    pushes: script.pushes,
    choices,
  });
  return {
    said: pushed.map(({ at, event, transfer }) => {
      const truth = transfer && truths.get(transfer);
      return { at, event, ...(truth && { truth }) };
    }),
    endsAt: Math.max(startsAt, ...pushed.map(({ at }) => at)) + 500,
  };
}

function truthsBy(script: CallScript, scenario: string): Map<TransferAct, Truth> {
  const { dialect, sn } = script.pbx.traits;
  const found = truthsOf(script.exchange.journal).filter(({ act }) => act.reported);
  return new Map(
    found.map((truth) => {
      const undecided = truth === found.at(-1) ? script.undecided : new Set<never>();
      return [truth.act, truthFrom(truth, { scenario, dialect: dialect.name, sn }, undecided)];
    }),
  );
}
