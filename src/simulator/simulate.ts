import type { PbxEvent } from '../transfer/event.js';
import { type Day, dayNumber, daysOf, startsOf } from './company/calendar.js';
import { playScenario } from './call/play-scenario.js';
import { type PlannedDelivery, deliveries } from './push/network-faults.js';
import { noiseAround } from './events/noise.js';
import { Random } from './random.js';
import type { Scenario } from './scenarios/scenario.js';
import { scenarios } from './scenarios/scenarios.js';
import { checkSerial, type Site, sitesOf } from './company/sites.js';
import type { Truth } from './call/truth.js';
import type { SimulateOptions } from './options.js';

export interface SimulatedEvent {
  /** When the PBX sends it, to the millisecond, in history. */
  at: Date;
  body: string;
  event: PbxEvent;
}

export interface Simulation {
  /** In the order of sending. Can be walked once. */
  events: Iterable<SimulatedEvent>;
  /** Complete once the events have been walked. */
  truths: Truth[];
  calls: number;
  /** How many of them are behind the last event taken. */
  callsPlayed: number;
}

export const defaults = {
  seed: 1,
  days: 3,
  dialect: 'v2',
  trunks: ['siptrunk', 'DIGIT1', 'Zürich-2'],
  resend: 0,
  shuffle: 0,
  loss: 0,
  noise: 0,
} as const;

/** Days of calls with known truth. The same options give the same bytes; a day is the same whatever days are played with it. */
export function simulate(options: Partial<SimulateOptions>): Simulation {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all: SimulateOptions = {
    ...defaults,
    until: new Date(),
    zone,
    ...options,
  };
  checkSerial(all);
  const chosen = choose(all.scenarios);
  const days = daysOf(all);
  const simulation: Simulation = {
    events: [],
    truths: [],
    calls: days.reduce((sum, day) => sum + day.calls, 0),
    callsPlayed: 0,
  };
  simulation.events = play(all, chosen, days, simulation);
  return simulation;
}

function choose(names: readonly string[] | undefined): readonly Scenario[] {
  for (const name of names ?? []) {
    if (!scenarios.some((scenario) => scenario.name === name))
      throw new RangeError(
        `There is no scenario ${name}. There are: ${scenarios.map((one) => one.name).join(', ')}`,
      );
  }
  return names ? scenarios.filter((scenario) => names.includes(scenario.name)) : scenarios;
}

function* play(
  options: SimulateOptions,
  chosen: readonly Scenario[],
  days: Day[],
  simulation: Simulation,
): Generator<SimulatedEvent> {
  let begun = 0;
  for (const day of days) {
    const random = new Random(options.seed * 1_000_003 + dayNumber(day.date));
    const sites = sitesOf(options, chosen, day.calls);
    let waiting: Waiting[] = [];
    for (const startsAt of startsOf(day, options.zone, random)) {
      // All that comes after starts later, so what is due before is in order.
      if (waiting.length > 5000) {
        waiting.sort(byTime);
        const later = waiting.findIndex(({ at }) => at >= startsAt);
        yield* sent(waiting.splice(0, later < 0 ? waiting.length : later), simulation);
      }
      begun += 1;
      const due = playOne(options, sites, random.fork(), startsAt);
      waiting = waiting.concat(due.map((delivery) => ({ ...delivery, call: begun })));
      for (const { truth } of due) if (truth) simulation.truths.push(truth);
    }
    yield* sent(waiting.sort(byTime), simulation);
    simulation.callsPlayed = begun;
  }
}

/** A delivery of the so-manieth call. */
interface Waiting extends PlannedDelivery {
  call: number;
}

function* sent(due: Waiting[], simulation: Simulation): Generator<SimulatedEvent> {
  for (const { at, body, event, call } of due) {
    simulation.callsPlayed = Math.max(simulation.callsPlayed, call - 1);
    yield { at: new Date(at), body, event };
  }
}

/** A call and the noise around it, as they are sent; nothing where it would not be over in time. */
function playOne(
  options: SimulateOptions,
  sites: Site[],
  random: Random,
  startsAt: number,
): PlannedDelivery[] {
  const weightOf = (each: Site) => each.scenarios.reduce((sum, { weight }) => sum + weight, 0);
  const site = random.weighted(sites, weightOf);
  const scenario = random.weighted(site.scenarios, ({ weight }) => weight);
  const own = playScenario(scenario, site, random, startsAt);
  const transfers = own.said.filter(({ truth }) => truth !== undefined).length;
  const noise = noiseAround(
    site,
    random,
    startsAt,
    options.noise * transfers - (own.said.length - transfers),
  );
  const all = [own, ...noise.played];
  const lastAt = Math.max(...all.map(({ endsAt }) => endsAt));
  site.staff.release(lastAt);
  if (lastAt > options.until.getTime()) return [];
  return deliveries([...all.flatMap(({ said }) => said), ...noise.others], options, random.fork());
}

function byTime(a: PlannedDelivery, b: PlannedDelivery): number {
  return a.at - b.at;
}
