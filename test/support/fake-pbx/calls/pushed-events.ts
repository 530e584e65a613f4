import { type HappenedCall, type Leg, type Party, endOf } from './call.js';

export type MemberStatus = 'ALERT' | 'RING' | 'ANSWERED' | 'ANSWER' | 'BYE';

/** Who is in a call, as the PBX pushes it. Of an outside party both ends of its trunk's leg are named. */
export interface MemberOfEvent {
  kind: 'ext' | 'inbound' | 'outbound';
  number: string;
  from: string;
  to: string;
  channel: string;
  status: MemberStatus;
}

/** What the PBX pushes of a call, whatever the dialect. */
export interface EventOfCall {
  /** Unix seconds. */
  at: number;
  what: 'status' | 'transfer' | 'forward' | 'record';
  callid: string;
  members: MemberOfEvent[];
  /** Of a record. */
  leg: Leg | null;
}

/** What comes first in the same second: a transfer before its transferor's BYE, and that one before the target rings. */
const RANKS = ['transfer', 'bye', 'forward', 'ring', 'answer', 'end', 'record'] as const;

/** All that the PBX pushes while the call goes on, in order, with the records at its end. */
export function pushedEventsOf(call: HappenedCall): EventOfCall[] {
  return new EventsOfCall(call).events();
}

class EventsOfCall {
  private readonly pushed: (EventOfCall & { rank: number })[] = [];
  private readonly channels = new Map<string, string>();
  private readonly channelsOf = new Map<Leg, [from: string, to: string]>();
  private readonly legs: Leg[];
  private count = 0;

  constructor(private readonly call: HappenedCall) {
    this.legs = call.legs.filter(({ from, to }) => isPhone(from) && isPhone(to));
  }

  events(): EventOfCall[] {
    for (const leg of this.legs) {
      const channel = leg.continues
        ? this.channel(leg.continues.callid, leg.to)
        : this.made(leg.callid, leg.to);
      this.channelsOf.set(leg, [this.channel(leg.callid, leg.from), channel]);
    }
    for (const leg of this.legs) this.begins(leg);
    for (const leg of this.legs) this.isTransferred(leg);
    const gone = new Set<string>();
    for (const leg of this.legs) this.ends(leg, gone);
    const over = endOf(this.call) + 1;
    for (const leg of this.call.legs) this.push(over, 'record', 'record', leg, []);
    return this.pushed.sort((a, b) => a.at - b.at || a.rank - b.rank).map(({ rank: _, ...event }) => event);
  }

  private begins(leg: Leg): void {
    const since = leg.continues?.endedAt ?? leg.startedAt;
    if (this.call.forwards.some(({ to }) => to === leg.to))
      this.push(since, 'forward', 'forward', leg, [this.memberOf(leg, 'from', 'ANSWERED')]);
    if (!leg.continues) this.push(since, 'ring', 'status', leg, this.both(leg, 'ALERT', 'RING'));
    if (leg.answeredAt === null) return;
    this.push(Math.max(since, leg.answeredAt), 'answer', 'status', leg, this.both(leg, 'ANSWERED', 'ANSWER'));
  }

  /** The one who is handed on stands first, the transferor last. */
  private isTransferred(leg: Leg): void {
    if (leg.end.how !== 'blind transferred' && leg.end.how !== 'attended transferred') return;
    const members = this.both(leg, 'ANSWERED', 'ANSWER');
    if (leg.end.by === leg.from) members.reverse();
    this.push(leg.endedAt, 'transfer', 'transfer', leg, members);
  }

  /** Those leave whose channel is in no other leg that goes on. */
  private ends(leg: Leg, gone: Set<string>): void {
    const goesOn = this.legs.filter(
      (other, n) =>
        other.endedAt > leg.endedAt || (n > this.legs.indexOf(leg) && other.endedAt === leg.endedAt),
    );
    const stay = new Set(goesOn.flatMap((other) => this.channelsOf.get(other)!));
    const leaving = this.both(leg, 'BYE', 'BYE').filter(
      ({ channel }) => !stay.has(channel) && !gone.has(channel),
    );
    for (const { channel } of leaving) gone.add(channel);
    const rank = leg.endedAt === leg.startedAt ? 'end' : 'bye';
    if (leaving.length > 0) this.push(leg.endedAt, rank, 'status', leg, leaving);
  }

  private both(leg: Leg, from: MemberStatus, to: MemberStatus): MemberOfEvent[] {
    return [this.memberOf(leg, 'from', from), this.memberOf(leg, 'to', to)];
  }

  private memberOf(leg: Leg, end: 'from' | 'to', status: MemberStatus): MemberOfEvent {
    const party = leg[end];
    const { number } = party;
    const channel = this.channelsOf.get(leg)![end === 'from' ? 0 : 1];
    if (party.kind !== 'outside') return { kind: 'ext', number, from: '', to: '', channel, status };
    const first = this.call.legs.find(({ from, to }) => from === party || to === party)!;
    return {
      ...{ kind: first.from === party ? 'inbound' : 'outbound', number },
      ...{ from: first.from.number, to: first.to.number, channel, status },
    };
  }

  private channel(callid: string, party: Party): string {
    return this.channels.get(`${callid} ${party.number}`) ?? this.made(callid, party);
  }

  private made(callid: string, party: Party): string {
    const serial = Number(callid.split('.')[1]) * 64 + this.count++;
    const end = party.kind === 'outside' ? 'trunk-SIP1-endpoint' : party.number;
    const channel = `PJSIP/${end}-${serial.toString(16).padStart(8, '0')}`;
    this.channels.set(`${callid} ${party.number}`, channel);
    return channel;
  }

  private push(
    at: number,
    rank: (typeof RANKS)[number],
    what: EventOfCall['what'],
    leg: Leg,
    members: MemberOfEvent[],
  ): void {
    this.pushed.push({
      ...{ at, what, callid: leg.callid, members, rank: RANKS.indexOf(rank) },
      leg: what === 'record' ? leg : null,
    });
  }
}

const isPhone = ({ kind }: Party) => kind === 'ext' || kind === 'outside';
