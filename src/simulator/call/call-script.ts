import { Ringing } from '../dial-plan/ringing.js';
import { Routing } from '../dial-plan/routing.js';
import type { Pushes } from '../events/push-events.js';
import { Consultations } from '../features/consultations.js';
import { Transfers } from '../features/transfers.js';
import { Agenda, type Process, type Steps } from '../pbx/agenda.js';
import type { Channel, ChannelParty } from '../pbx/channel.js';
import { Choices } from '../pbx/choices.js';
import { Exchange } from '../pbx/exchange.js';
import type { Firmware } from '../pbx/firmware.js';
import type { Random } from '../random.js';
import type { SimulatedPbx } from '../company/simulated-pbx.js';
import type { Staff } from '../company/staff.js';
import { Cast } from './cast.js';
import { ScriptedPeople } from './scripted-people.js';
import type { Decided } from './truth.js';
import { usualFirmware } from './usual-firmware.js';

/** Longer than anything in a call script lasts. */
const FOR_EVER = 24 * 3_600_000;

/** One call, and those around it, on a PBX of its own: the script says what people do, and the model what becomes of it. */
export class CallScript {
  readonly firmware: Firmware;
  readonly pushes: Pushes = { states: true, records: true, failures: true, forwards: true };
  readonly exchange: Exchange;
  readonly cast: Cast;
  readonly people: ScriptedPeople;
  readonly routing: Routing;
  readonly transfers: Transfers;
  readonly consultations: Consultations;
  /** What the events do not decide of the last transfer. */
  readonly undecided = new Set<keyof Decided>();
  private process: Process | null = null;

  constructor(
    readonly pbx: SimulatedPbx,
    staff: Staff,
    readonly random: Random,
    startsAt: number,
  ) {
    const { dialect, trunks } = pbx.traits;
    this.firmware = usualFirmware(dialect, random);
    const choices = new Choices(random.between(0, 0x7fffffff));
    this.exchange = new Exchange(new Agenda(startsAt), pbx.ids, this.firmware, choices);
    this.cast = new Cast(staff, random, trunks, () => this.exchange.now);
    const ringing = new Ringing(this.exchange, this.cast.plan);
    this.people = new ScriptedPeople(ringing);
    ringing.people = this.people;
    this.routing = new Routing(ringing);
    this.transfers = new Transfers(this.routing);
    this.consultations = new Consultations(this.transfers);
  }

  /** Each event says who is in the call, so that it shows who went first. */
  get namesAll(): boolean {
    return this.firmware.dialect.tellsEveryState && !this.firmware.tellsChangesOnly;
  }

  run(play: (script: CallScript) => Steps<unknown>): void {
    const { agenda } = this.exchange;
    this.process = agenda.start(play(this));
    agenda.run(agenda.now + FOR_EVER);
  }

  *wait(least: number, most: number): Steps {
    yield this.random.between(least * 1000, most * 1000);
  }

  /** How a draw of the model comes out from now on. */
  decide(name: string, result: number | boolean): void {
    this.exchange.choices.fix(name, result);
  }

  willAnswer(owner: string, least: number, most: number): void {
    this.people.will(owner, 'answers', this.random.between(least * 1000, most * 1000));
  }

  /** A call to this number, which somebody takes after so many seconds. */
  *call(party: ChannelParty, number: string, within: [number, number] = [2, 14]): Steps<[Channel, Channel]> {
    const caller = this.exchange.seize(this.exchange.openCall(), party);
    this.routing.lead(caller, number, null, () => {});
    this.willAnswer(number, ...within);
    return [caller, yield* this.answered()];
  }

  /** Waits for the next one who is connected. */
  *answered(): Steps<Channel> {
    let taker: Channel | undefined;
    this.people.next((channel) => {
      taker = channel;
      this.process?.wake('answered');
    });
    yield FOR_EVER;
    if (!taker) throw new Error('nobody answers in this call script');
    return taker;
  }
}
