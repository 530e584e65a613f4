import { dialectNamed } from '../../intake/dialects/dialects.js';
import type { Dialect } from '../../transfer/event.js';
import { Agenda } from '../pbx/agenda.js';
import { Choices } from '../pbx/choices.js';
import { DialPlan } from '../dial-plan/dial-plan.js';
import { Exchange } from '../pbx/exchange.js';
import { type Firmware, firmwareOf } from '../pbx/firmware.js';
import { Ids } from '../pbx/ids.js';
import type { Entry } from '../pbx/journal.js';
import { Ringing } from '../dial-plan/ringing.js';
import { Routing } from '../dial-plan/routing.js';
import { SideFeatures } from '../features/side-features.js';
import { Consultations } from '../features/consultations.js';
import { Transfers } from '../features/transfers.js';
import { Callers } from '../people/callers.js';
import { type Company, companyOf } from '../people/company.js';
import { Reactions } from '../people/reactions.js';
import { Talk } from '../people/talk.js';

/** Some minutes in a small company. */
export interface Episode {
  journal: Entry[];
  firmware: Firmware;
  calls: number;
  /** The names of all draws, by which one can be drawn anew. */
  choices: string[];
}

const START = Date.UTC(2026, 10, 20, 9);
const LONGEST = 20 * 60_000;

/** How an episode differs from the one that its seed gives. */
export interface Variation {
  redrawn?: ReadonlyMap<string, number>;
  /** In an odd company what is rare in others happens often. */
  isOdd?: boolean;
  startsAt?: number;
}

export function play(seed: number, dialect: Dialect, { redrawn, isOdd, startsAt }: Variation = {}): Episode {
  const choices = new Choices(seed, redrawn, isOdd);
  const firmware = firmwareOf(choices, dialectNamed(dialect));
  const company = companyOf(choices);
  const agenda = new Agenda(startsAt ?? START + choices.between('start', 0, 7_200_000));
  const ids = new Ids(
    { call: choices.between('first call', 1, 900), channel: choices.between('first channel', 1, 5000) },
    company.ports,
  );
  const exchange = new Exchange(agenda, ids, firmware, choices);
  const callers = staff(exchange, company);
  callers.start();
  if (choices.chance('restart', 0.01))
    agenda.after(choices.between('restarts', 10_000, 120_000), () => exchange.restart());
  agenda.run(agenda.now + LONGEST);
  exchange.release([...exchange.channels]);
  agenda.run(agenda.now + 60_000);
  return { journal: exchange.journal, firmware, calls: callers.calls, choices: choices.made };
}

/** The exchange with its dial plan, and people at its phones. */
function staff(exchange: Exchange, company: Company): Callers {
  const plan = new DialPlan(company.places, company.trunks, company.prefix);
  const ringing = new Ringing(exchange, plan);
  const routing = new Routing(ringing);
  const transfers = new Transfers(routing);
  const consultations = new Consultations(transfers);
  const talk = new Talk(ringing, transfers, consultations, new SideFeatures(routing), () =>
    nextNumber(exchange, company, plan),
  );
  const reactions = new Reactions(ringing, (owner) => talk.makeFree(owner));
  ringing.people = {
    rings: (leg) => reactions.rings(leg),
    waits: (journey) => reactions.waits(journey),
    talks: (channel) => talk.talks(channel),
  };
  return new Callers(routing, company);
}

/** To whom a call is handed on. */
function nextNumber({ choices }: Exchange, company: Company, plan: DialPlan): string {
  const kind = choices.weighted('handed on to', {
    ext: 70,
    queue: 12,
    group: 8,
    ivr: 3,
    voicemail: 3,
    outside: 8,
  });
  if (kind === 'outside') return plan.dialledOutside(choices.pick('handed on outside', company.outsiders));
  return choices.pick(
    'handed on number',
    company.places.filter((place) => place.kind === kind),
  ).number;
}
