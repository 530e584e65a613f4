import type { Steps } from '../pbx/agenda.js';
import type { Channel, Arrival } from '../pbx/channel.js';
import type { Ringing } from '../dial-plan/ringing.js';
import type { SideFeatures } from '../features/side-features.js';
import type { OpenQuestion, Consultations } from '../features/consultations.js';

/** Somebody asks a colleague while the other waits: it ends in a transfer, in a conference, or in nothing. */
export class Questions {
  private readonly open = new Set<OpenQuestion>();
  private readonly asked = new Map<Channel, string>();

  constructor(
    private readonly ringing: Ringing,
    private readonly consultations: Consultations,
    private readonly features: SideFeatures,
  ) {}

  private get exchange() {
    return this.ringing.exchange;
  }

  isAsking(channel: Channel): boolean {
    return [...this.open].some(({ by, asker }) => by === channel || asker === channel);
  }

  /** The question that this channel was asked. */
  questionOf(channel: Channel): OpenQuestion | undefined {
    return [...this.open].find(({ journey }) => journey.taker === channel);
  }

  lastAsked(by: Channel): string | null {
    return this.asked.get(by) ?? null;
  }

  ask(by: Channel, rest: Channel, number: string): void {
    const how = this.exchange.choices.pick(`${by.owner} asks how`, ['same id', 'own id'] as const);
    const asked = this.consultations.ask(by, rest, number, how, (one, arrival) => this.came(one, arrival));
    this.open.add(asked);
    this.asked.set(by, number);
    this.exchange.agenda.start(this.wait(asked));
  }

  /** While it rings: some hand the call on without waiting, some give up. And the one on hold can hang up. */
  private *wait(asked: OpenQuestion): Steps {
    const { choices } = this.exchange;
    const { by, rest, journey } = asked;
    const act = choices.weighted(`${by.owner} waits for the asked`, {
      waits: 70,
      'hands on': 15,
      'gives up': 9,
      'is left': 6,
    });
    yield choices.between(`${by.owner} waits so long`, 1500, 12_000);
    if (act === 'waits' || !this.open.has(asked) || rest.gone || by.gone) return;
    if (act === 'is left') return this.left(asked);
    if (journey.taker) return;
    if (act === 'hands on' && journey.dial && !journey.dial.isOver) this.complete(asked);
    else if (act === 'gives up') this.back(asked);
  }

  /** They talk, and then decide. */
  answered(asked: OpenQuestion): void {
    this.exchange.agenda.start(this.decide(asked));
  }

  private *decide(asked: OpenQuestion): Steps {
    const { choices } = this.exchange;
    const { by, rest, asker, journey } = asked;
    yield choices.between(`${by.owner} talks with the asked`, 2000, 25_000);
    if (!this.open.has(asked)) return;
    if (rest.gone || by.gone || asker.gone || !journey.taker || journey.taker.gone) return this.left(asked);
    const act = choices.weighted(`${by.owner} decides`, { complete: 55, back: 32, confer: 8, left: 5 });
    if (act === 'complete') this.complete(asked);
    else if (act === 'back') this.back(asked);
    else if (act === 'left') this.left(asked);
    else {
      this.open.delete(asked);
      this.features.confer(asked);
    }
  }

  private complete(asked: OpenQuestion): void {
    this.open.delete(asked);
    this.consultations.complete(asked);
  }

  private back(asked: OpenQuestion): void {
    this.open.delete(asked);
    this.consultations.goBack(asked);
  }

  /** The consultation reached nobody: the one who asked goes back to the waiting party. */
  private came(asked: OpenQuestion, arrival: Arrival): void {
    if (arrival !== 'answered' && this.open.has(asked)) this.back(asked);
  }

  /** The one on hold hangs up: the other two end as well. */
  private left(asked: OpenQuestion): void {
    const { exchange } = this;
    const { by, rest, asker, journey } = asked;
    this.open.delete(asked);
    exchange.release([rest], { byOwner: true, peer: by });
    exchange.agenda.after(exchange.choices.between('left behind', 300, 6000), () => {
      const others = [asker, by, ...(journey.taker ? [journey.taker] : [])];
      exchange.release(
        [...new Set(others)].filter(({ gone }) => !gone),
        { byOwner: true },
      );
    });
  }
}
