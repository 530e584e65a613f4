import { dialectNamed, DIALECTS, writeEvent } from '../../../src/intake/dialects/dialects.js';
import type { Random } from '../../../src/simulator/random.js';
import type { Dialect, PbxEvent } from '../../../src/transfer/event.js';
import type { ExtMember, Member } from '../../../src/transfer/member.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 8);
/** Two logins of one PBX: what it pushes by the one, it can push again by the other. */
const LOGINS: readonly Dialect[] = ['v2', 'v1.1'];
const SERIAL = '369451090405';

/** An event and when it arrives. */
export interface Push {
  at: number;
  body: string;
}

/** A call that is handed from extension to extension, as its PBX tells of it, with transfers that come again. */
export class RandomCall {
  readonly pushes: Push[] = [];
  /** How many transfers there were. */
  transfers = 0;
  private readonly analogue: boolean;
  private readonly outside: boolean;
  private channels = 0;

  constructor(
    private readonly n: number,
    private readonly dialect: Dialect,
    private readonly random: Random,
  ) {
    this.analogue = random.chance(0.4);
    this.outside = random.chance(0.7);
    let at = START + random.between(0, 90) * MINUTE;
    const way = this.way();
    let here = this.ext(way[0]!);
    this.state(at, 'RING', here);
    this.state((at += 3_000), 'ANSWER', here);
    for (const number of way.slice(1)) {
      at += random.between(20, 300) * 1000;
      const back = way.indexOf(here.number, way.indexOf(here.number) + 1) >= 0;
      this.transfer(at, here, back);
      const next = this.ext(number);
      this.state((at += 1_000), 'BYE', here);
      this.state((at += 1_000), 'RING', next);
      this.state((at += 4_000), 'ANSWER', next);
      here = next;
    }
  }

  /** No phone rings again whose owner does not transfer again: such a recall looks like the PBX's re-send. */
  private way(): string[] {
    const [one, two, three] = [1, 2, 3].map((k) => String(2000 + this.n * 3 + k)) as [string, string, string];
    const first = this.random.pick([one, two]);
    const other = first === one ? two : one;
    return this.random.pick([
      [first, other],
      [first, other, three],
      [first, other, first, three],
      [first, other, first, other, three],
    ]);
  }

  private ext(number: string): ExtMember {
    const { hasChannels } = dialectNamed(this.dialect);
    if (!hasChannels) return { kind: 'ext', number };
    this.channels += 1;
    const suffix = `${this.n * 100 + this.channels}`.padStart(8, '0');
    return {
      kind: 'ext',
      number,
      channelid: this.analogue ? `DAHDI/${number}-1` : `PJSIP/${number}-${suffix}`,
    };
  }

  private caller(): Member {
    const { hasChannels } = dialectNamed(this.dialect);
    const channel = this.analogue ? 'DAHDI/1-1' : `PJSIP/t-${`${this.n * 100}`.padStart(8, '0')}`;
    const leg = hasChannels ? { channelid: channel } : {};
    return this.outside
      ? { kind: 'inbound', from: `9${this.n}`, to: '1001', trunkname: 't', ...leg }
      : { kind: 'ext', number: '1009', ...leg };
  }

  private say(at: number, event: object, dialect: Dialect = this.dialect): Push {
    const { serials } = dialectNamed(dialect).writer;
    const header = { dialect, sn: LOGINS.includes(dialect) ? SERIAL : serials[0] };
    return { at, body: writeEvent({ ...header, callid: `1795510800.${this.n}`, ...event } as PbxEvent)! };
  }

  private state(at: number, state: string, one: ExtMember) {
    const { tellsEveryState, writer } = dialectNamed(this.dialect);
    const name = writer.names.status ?? state;
    const members = [
      { ...one, memberstatus: state },
      { ...this.caller(), ...(tellsEveryState && { memberstatus: 'ALERT' }) },
    ];
    this.pushes.push(this.say(at, { what: 'status', name, members }));
  }

  private transfer(at: number, by: ExtMember, comesBack: boolean) {
    this.transfers += 1;
    const { transferor, writer } = dialectNamed(this.dialect);
    const first = transferor === 'first';
    const members = first ? [by, this.caller()] : [this.caller(), by];
    const event = { what: 'transfer', name: writer.names.transfer, members };
    const sent = this.say(at, event);
    this.pushes.push(sent);
    for (let again = this.random.between(0, 3); again > 0; again--) {
      // Where the call comes back to the transferor, a re-send comes before that: 15 seconds are none yet.
      const late = comesBack ? this.random.between(200, 15_000) : this.random.between(200, 30 * MINUTE);
      this.pushes.push({
        at: at + late,
        body: this.random.pick([sent.body, reordered(sent.body), this.otherwise(event, members, first)]),
      });
    }
  }

  /** The event again; of a PBX with two logins, by the other of them. */
  private otherwise(event: object, members: Member[], first: boolean): string {
    const other = LOGINS.includes(this.dialect) && LOGINS.find((login) => login !== this.dialect);
    if (!other) return this.say(0, event).body;
    const bare = members.map(({ channelid: _channel, ...member }) => member);
    const ordered = first === (dialectNamed(other).transferor === 'first') ? bare : bare.toReversed();
    return this.say(0, { ...event, members: ordered }, other).body;
  }
}

/** The same event with its keys in another order; of a key that is repeated the order is what is said. */
function reordered(body: string): string {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, one]) => [key, turned(one)]),
    );
  };
  const text = JSON.stringify(turned(JSON.parse(body)));
  return (body.match(/"ext":/g) ?? []).length > 1 && !body.includes('[') ? body : text;
}

/** Calls of every dialect, and what their PBXes push in the order of time. */
export function randomCalls(count: number, random: Random): { calls: RandomCall[]; pushes: Push[] } {
  const names = DIALECTS.map(({ name }) => name);
  const calls = Array.from({ length: count }, (_, n) => new RandomCall(n, names[n % names.length]!, random));
  const pushes = calls.flatMap((call) => call.pushes).sort((a, b) => a.at - b.at);
  return { calls, pushes };
}
