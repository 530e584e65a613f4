import type { PbxEvent } from '../../transfer/event.js';
import { type PlayedScenario, playScenario } from '../call/play-scenario.js';
import type { PbxTraits } from '../company/simulated-pbx.js';
import type { Site } from '../company/sites.js';
import type { Random } from '../random.js';
import { ordinary } from '../scenarios/ordinary.js';

/** An event that is sent as it stands; noise writes its own bodies, since nobody reads them. */
export interface Noise {
  at: number;
  event: PbxEvent;
  body: string;
}

/** So many events besides a scenario's own: ordinary calls around it, and what else a PBX likes to say. */
export function noiseAround(
  site: Site,
  random: Random,
  startsAt: number,
  count: number,
): { played: PlayedScenario[]; others: Noise[] } {
  const played: PlayedScenario[] = [];
  let left = count;
  while (left > count * 0.6) {
    const scenario = random.weighted(ordinary, ({ weight }) => weight);
    const other = playScenario(scenario, site, random.fork(), startsAt + played.length * 7);
    played.push(other);
    left -= other.said.length;
  }
  const others = Array.from({ length: Math.max(0, left) }, () =>
    ignoredEvent(site.pbx.traits, startsAt + random.between(0, 120_000), random),
  );
  return { played, others };
}

function ignoredEvent({ dialect, sn }: PbxTraits, at: number, random: Random): Noise {
  const extension = String(random.between(1000, 1060));
  const status = random.pick(['Ringing', 'Busy', 'Idle', 'Registered', 'Unregistered']);
  const callid = `${Math.floor(at / 1000)}.${random.between(50_000, 99_999)}`;
  const [name, type, facts] = random.weighted(
    [
      ['ExtensionStatus', 30008, { extension, status }],
      ['DTMF', 30018, { callid, extension, infor: String(random.between(0, 9)) }],
      ['Invite', 30016, { callid, from: '02079460999', to: extension, trunkname: 'siptrunk' }],
      ['Incoming', 30017, { callid, from: '02079460999', to: extension, trunkname: 'siptrunk' }],
      ['PlayPromptEnd', 30020, { callid, extension }],
      ['ConfigChange', 30007, { extension }],
    ] as const,
    ([what]) => (what === 'ExtensionStatus' ? 12 : what === 'ConfigChange' ? 0.3 : 1),
  );
  const written = dialect.writer.writeIgnored({ name, type, facts, sn });
  const event: PbxEvent = { what: 'other', dialect: dialect.name, sn, name: written.name };
  return { at, event, body: written.body };
}
