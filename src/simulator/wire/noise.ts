import type { Dialect, PbxEvent } from '../../transfer/event.js';
import { type PlayedScenario, playScenario } from '../call/play-scenario.js';
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
    otherEvent(site.pbx.traits, startsAt + random.between(0, 120_000), random),
  );
  return { played, others };
}

function otherEvent({ dialect, sn }: { dialect: Dialect; sn: string }, at: number, random: Random): Noise {
  const extension = String(random.between(1000, 1060));
  const status = random.pick(['Ringing', 'Busy', 'Idle', 'Registered', 'Unregistered']);
  const callid = `${Math.floor(at / 1000)}.${random.between(50_000, 99_999)}`;
  const [name, number, facts] = random.weighted(
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
  const from = sn === '' ? {} : { sn };
  const wire =
    dialect === 'p-series'
      ? { type: number, sn, msg: JSON.stringify(facts) }
      : dialect === 'v2'
        ? { event: name, ...facts, ...from }
        : { action: name, ...facts, ...from };
  const spelled = dialect === 'p-series' ? String(number) : name;
  return {
    at,
    event: { what: 'other', dialect, sn, name: spelled },
    body: JSON.stringify(wire),
  };
}
