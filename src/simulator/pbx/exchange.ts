import type { RecordStatus } from '../../transfer/event.js';
import type { Agenda } from './agenda.js';
import { type Bridge, type Call, type Channel, numberOf, type Party } from './channel.js';
import type { Choices } from './choices.js';
import type { Firmware } from './firmware.js';
import type { Ids } from './ids.js';
import type { Change, Entry, LegRecord, TransferAct } from './journal.js';

/** A leg that is not over yet. */
export interface OpenLeg {
  caller: Channel;
  callee: Channel | null;
  record: Omit<LegRecord, 'endedAt' | 'status' | 'from'>;
  status: RecordStatus;
}

/** The switch: calls, channels, bridges and legs, and the journal of all that happens to them. */
export class Exchange {
  readonly journal: Entry[] = [];
  private readonly openLegs = new Set<OpenLeg>();
  private readonly unwritten: { record: LegRecord; caller: Channel }[] = [];
  /** All channels that are there, in the order in which they came. */
  readonly channels = new Set<Channel>();

  constructor(
    readonly agenda: Agenda,
    readonly ids: Ids,
    readonly firmware: Firmware,
    readonly choices: Choices,
  ) {}

  get now(): number {
    return this.agenda.now;
  }

  openCall(): Call {
    return { id: this.ids.callid(this.now), channels: [] };
  }

  seize(call: Call, party: Party, owner = numberOf(party), callpath?: string): Channel {
    const channel: Channel = {
      id: this.ids.channel(party),
      legid: party.kind === 'outbound' ? this.ids.callid(this.now) : call.id,
      party,
      owner,
      call,
      state: null,
      callpath,
      bridge: null,
      journey: null,
      dial: null,
      gone: false,
    };
    call.channels.push(channel);
    this.channels.add(channel);
    return channel;
  }

  /** New states, and with them who is in the call. A change that is none is left out. */
  tell(call: Call, changes: Change[], at = this.now, again = false): void {
    const real = changes.filter(({ channel, state }) => again || channel.state !== state);
    if (real.length === 0) return;
    for (const { channel, state } of real) channel.state = state;
    const all = call.channels.flatMap(({ state, ...rest }, i) =>
      state === null ? [] : [{ channel: call.channels[i]!, state, callpath: rest.callpath }],
    );
    this.journal.push({ what: 'states', at, call, changes: real, all });
    call.channels = call.channels.filter(({ state }) => state !== 'BYE');
  }

  join(...channels: Channel[]): Bridge {
    const bridge = channels.find((channel) => channel.bridge)?.bridge ?? { channels: new Set<Channel>() };
    for (const channel of channels) {
      if (channel.bridge === bridge) continue;
      this.part(channel);
      channel.bridge = bridge;
      bridge.channels.add(channel);
      this.journal.push({ what: 'joined', at: this.now, bridge, channel });
    }
    return bridge;
  }

  part(channel: Channel): void {
    const { bridge } = channel;
    if (!bridge) return;
    bridge.channels.delete(channel);
    channel.bridge = null;
    this.journal.push({ what: 'left', at: this.now, bridge, channel });
  }

  /** The channel goes on under another call id. */
  move(channel: Channel, to: Call): void {
    if (channel.call === to) return;
    channel.call.channels = channel.call.channels.filter((one) => one !== channel);
    channel.call = to;
    to.channels.push(channel);
  }

  /** They end, the first of them by its own doing where it says so. What that does to others is for the caller to see to. */
  release(channels: Channel[], { byOwner = false, at = this.now, peer }: Release = {}): void {
    const there = channels.filter(({ gone }) => !gone);
    for (const [n, channel] of there.entries()) {
      channel.gone = true;
      this.part(channel);
      this.channels.delete(channel);
      this.ids.release(channel.id);
      this.journal.push({ what: 'gone', at: this.now, channel, byOwner: byOwner && n === 0 });
      channel.journey?.process?.wake('gone');
    }
    this.tellByes(there, at, peer);
    for (const leg of this.openLegs)
      if (there.includes(leg.caller) || (leg.callee && there.includes(leg.callee))) this.close(leg);
    for (const call of new Set(there.map((channel) => channel.call))) this.writeWhenOver(call);
  }

  private tellByes(channels: Channel[], at: number, peer: Channel | undefined): void {
    const { byes } = this.firmware;
    for (const call of new Set(channels.map((channel) => channel.call))) {
      const own = channels.filter((channel) => channel.call === call && channel.state !== null);
      for (const one of channels)
        if (one.state === null) call.channels = call.channels.filter((c) => c !== one);
      const bye = (channel: Channel, i: number): Change => ({
        channel,
        state: 'BYE',
        peer: peer ?? own[i === 0 ? 1 : 0],
      });
      if (byes === 'together') this.tell(call, own.map(bye), at);
      else
        own.forEach((channel, i) => {
          const isTold = byes === 'each' || i === 0 || channel.state === 'RING';
          if (isTold)
            this.tell(call, [bye(channel, i)], at + i * this.choices.between('bye after bye', 1, 20));
          else call.channels = call.channels.filter((one) => one !== channel);
        });
    }
  }

  openLeg(caller: Channel, to: string, more: Partial<OpenLeg['record']> = {}): OpenLeg {
    const leg: OpenLeg = {
      caller,
      callee: null,
      status: 'no-answer',
      record: {
        call: caller.call,
        to,
        answeredBy: null,
        targetTrunk: null,
        startedAt: this.now,
        answeredAt: null,
        transferred: false,
        ...more,
      },
    };
    this.openLegs.add(leg);
    return leg;
  }

  close(leg: OpenLeg, status = leg.status): void {
    if (!this.openLegs.delete(leg)) return;
    const record: LegRecord = { ...leg.record, from: leg.caller.party, endedAt: this.now, status };
    this.unwritten.push({ record, caller: leg.caller });
    if (this.firmware.recordsAtOnce) this.write(this.unwritten.splice(-1), 5, 60);
  }

  /** A ringing call is handed on: its leg is now the other's. */
  handLeg(from: Channel, to: Channel): void {
    for (const leg of this.openLegs)
      if (leg.caller === from) {
        leg.caller = to;
        Object.assign(leg.record, { call: to.call, transferred: true });
      }
  }

  /** The leg of two who talk, which a transfer ends. Its record comes at once where the one who called hands on. */
  closeLegOf(by: Channel, rest: Channel | null, next?: string): void {
    for (const leg of this.openLegs) {
      if (leg.caller !== by && leg.callee !== by) continue;
      if (rest && leg.caller !== rest && leg.callee !== rest) continue;
      if (next !== undefined && this.firmware.recordNamesNext) leg.record.to = next;
      this.close(leg);
      if (leg.caller === by && !this.firmware.recordsAtOnce) this.write(this.unwritten.splice(-1), 5, 60);
    }
  }

  transfer(act: TransferAct): void {
    const { by, rest } = act;
    this.journal.push({
      what: 'transferred',
      at: this.now,
      transfer: act,
      byState: by?.state ?? 'ANSWER',
      restState: rest.state ?? 'ANSWERED',
    });
  }

  /** Most records come when the whole call is over, before its last status or after. */
  private writeWhenOver(call: Call): void {
    if ([...this.channels].some((channel) => channel.call === call)) return;
    const due = this.unwritten.filter(({ record }) => record.call === call);
    for (const one of due) this.unwritten.splice(this.unwritten.indexOf(one), 1);
    if (this.choices.chance('records after the end', 0.7)) this.write(due, 20, 400);
    else this.write(due, -15, -1);
  }

  private write(legs: { record: LegRecord }[], least: number, most: number): void {
    if (legs.length === 0) return;
    const lag = this.choices.between('record lag', least, most);
    legs.forEach(({ record }, i) =>
      this.journal.push({ what: 'recorded', at: this.now + lag + i * 3, record }),
    );
  }

  /** The power fails: everybody is cut off and nothing of it is told. */
  restart(): void {
    for (const channel of this.channels) {
      channel.gone = true;
      this.part(channel);
      this.journal.push({ what: 'gone', at: this.now, channel, byOwner: false });
      channel.journey?.process?.wake('gone');
      channel.call.channels = [];
    }
    this.channels.clear();
    this.openLegs.clear();
    this.unwritten.length = 0;
    this.ids.restart();
    this.journal.push({ what: 'started', at: this.now + 60_000 });
  }
}

interface Release {
  byOwner?: boolean;
  at?: number;
  peer?: Channel | undefined;
}

export const up = (caller: Channel, callee: Channel): Change[] => [
  { channel: callee, state: 'ANSWER', peer: caller },
  { channel: caller, state: 'ANSWERED', peer: callee },
];
