import type { Channel, ChannelParty } from '../pbx/channel.js';
import type { Routing } from '../dial-plan/routing.js';
import type { Company } from './company.js';

/** Calls: from outside, within the company, and out. Some call again at once. */
export class Callers {
  /** How many calls were made. */
  calls = 0;

  constructor(
    private readonly routing: Routing,
    private readonly company: Company,
  ) {}

  private get exchange() {
    return this.routing.ringing.exchange;
  }

  start(): void {
    const { choices, agenda } = this.exchange;
    const count = Number(choices.weighted('calls', { 1: 75, 2: 18, 3: 7 }));
    for (let i = 0; i < count; i += 1)
      agenda.after(i === 0 ? 0 : choices.between('next call', 1000, 60_000), () => this.call());
  }

  private call(): void {
    const { choices } = this.exchange;
    const kind = choices.weighted('call kind', { inbound: 65, internal: 22, outbound: 13 });
    const free = this.company.extensions.filter(
      ({ number, isRegistered }) =>
        isRegistered && ![...this.exchange.channels].some(({ owner }) => owner === number),
    );
    if (kind === 'inbound') return this.inbound(this.callerNumber());
    if (free.length < 2) return;
    const own = choices.pick('own', free).number;
    const to =
      kind === 'internal'
        ? this.called(own)
        : this.routing.ringing.plan.dialledOutside(choices.pick('called outside', this.company.outsiders));
    this.make({ kind: 'ext', number: own }, own, to);
  }

  /** Most are outside numbers; some are withheld, some are extensions of another site. */
  private callerNumber(): string {
    const { choices } = this.exchange;
    const kind = choices.weighted('caller', { outside: 92, withheld: 2, 'other site': 6 });
    if (kind === 'withheld') return '';
    return kind === 'outside'
      ? choices.pick('outsider', this.company.outsiders)
      : choices.pick('of the other site', this.company.extensions).number;
  }

  private inbound(from: string): void {
    const { choices } = this.exchange;
    const to = this.called('');
    const trunkname = this.company.trunks[0]!;
    const caller = this.make({ kind: 'inbound', from, to, trunkname }, from === '' ? 'withheld' : from, to);
    if (choices.chance('calls again', 0.08)) this.again(caller, from);
  }

  /** As soon as the call is over. */
  private again(caller: Channel, from: string): void {
    const { agenda, choices } = this.exchange;
    if (!caller.gone) agenda.after(500, () => this.again(caller, from));
    else agenda.after(choices.between('again after', 500, 5000), () => this.inbound(from));
  }

  private called(butNot: string): string {
    const { choices } = this.exchange;
    const kind = choices.weighted('called', { ext: 84, queue: 8, group: 5, ivr: 3 });
    const places = this.company.places.filter((place) => place.kind === kind && place.number !== butNot);
    return choices.pick('called number', places).number;
  }

  private make(party: ChannelParty, owner: string, to: string): Channel {
    const { exchange } = this;
    this.calls += 1;
    const channel = exchange.seize(
      exchange.openCall(),
      party,
      party.kind === 'ext' ? owner : `caller ${owner}`,
    );
    this.routing.lead(channel, to, null, (_journey, arrival) => {
      const isOver = arrival === 'answered' || arrival === 'voicemail' || arrival === 'menu';
      if (!isOver && !channel.gone) exchange.release([channel]);
    });
    return channel;
  }
}
