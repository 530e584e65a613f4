import type { Agenda } from './agenda.js';
import {
  type Bridge,
  type SwitchedCall,
  type Channel,
  type Journey,
  numberOf,
  type ChannelParty,
  type TransferAct,
} from './channel.js';
import type { Choices } from './choices.js';
import type { Firmware } from './firmware.js';
import type { Ids } from './ids.js';
import type { StateChange, Entry } from './journal.js';
import { Legs } from './legs.js';

/** The switch: calls, channels, bridges and legs, and the journal of all that happens to them. */
export class Exchange {
  readonly journal: Entry[] = [];
  readonly legs: Legs;
  /** All channels that are there, in the order in which they came. */
  readonly channels = new Set<Channel>();

  constructor(
    readonly agenda: Agenda,
    readonly ids: Ids,
    readonly firmware: Firmware,
    readonly choices: Choices,
  ) {
    this.legs = new Legs(agenda, firmware, choices, this.journal);
  }

  get now(): number {
    return this.agenda.now;
  }

  openCall(): SwitchedCall {
    return { id: this.ids.callid(this.now), channels: [] };
  }

  seize(
    call: SwitchedCall,
    party: ChannelParty,
    owner = numberOf(party),
    callpath?: string,
    id = this.ids.channel(party),
  ): Channel {
    const channel: Channel = {
      id,
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
  showStates(call: SwitchedCall, changes: StateChange[], at = this.now, again = false): void {
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
  move(channel: Channel, to: SwitchedCall): void {
    if (channel.call === to) return;
    channel.call.channels = channel.call.channels.filter((one) => one !== channel);
    channel.call = to;
    to.channels.push(channel);
  }

  /** It goes on alone, under an id of its own, where it has shown no state yet. */
  renew(channel: Channel): void {
    this.move(channel, this.openCall());
    channel.state = null;
  }

  /** A leg that is no party's shows for a moment. */
  flash(call: SwitchedCall, number: string): void {
    const leg = this.seize(
      call,
      { kind: 'ext', number },
      `technical ${number}`,
      undefined,
      this.ids.technicalChannel(number),
    );
    this.showStates(call, [{ channel: leg, state: 'ANSWER' }]);
    this.agenda.after(this.choices.between('technical leg', 20, 300), () => this.release([leg]));
  }

  /** The phone that the BYE of one who waits is said with. */
  rangFor({ dial }: Journey): Channel | undefined {
    return this.firmware.byeNamesRinging ? dial?.legs[0] : undefined;
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
    this.legs.closeAllOf(there);
    for (const call of new Set(there.map((channel) => channel.call))) {
      const isOver = ![...this.channels].some((channel) => channel.call === call);
      if (isOver) this.legs.writeAllOf(call);
    }
  }

  private tellByes(channels: Channel[], at: number, peer: Channel | undefined): void {
    const { byes } = this.firmware;
    for (const call of new Set(channels.map((channel) => channel.call))) {
      const own = channels.filter((channel) => channel.call === call && channel.state !== null);
      for (const one of channels)
        if (one.state === null) call.channels = call.channels.filter((c) => c !== one);
      const bye = (channel: Channel, i: number): StateChange => ({
        channel,
        state: 'BYE',
        peer: peer ?? own[i === 0 ? 1 : 0],
      });
      if (byes === 'together') this.showStates(call, own.map(bye), at);
      else
        own.forEach((channel, i) => {
          const isPushed = byes === 'each' || i === 0 || channel.state === 'RING';
          if (isPushed)
            this.showStates(call, [bye(channel, i)], at + i * this.choices.between('bye after bye', 1, 20));
          else call.channels = call.channels.filter((one) => one !== channel);
        });
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

  /** The power fails: everybody is cut off and nothing of it is said. */
  restart(): void {
    for (const channel of this.channels) {
      channel.gone = true;
      this.part(channel);
      this.journal.push({ what: 'gone', at: this.now, channel, byOwner: false });
      channel.journey?.process?.wake('gone');
      channel.call.channels = [];
    }
    this.channels.clear();
    this.legs.forget();
    this.ids.restart();
    this.journal.push({ what: 'started', at: this.now + 60_000 });
  }
}

interface Release {
  byOwner?: boolean;
  at?: number;
  peer?: Channel | undefined;
}

export const up = (caller: Channel, callee: Channel): StateChange[] => [
  { channel: callee, state: 'ANSWER', peer: caller },
  { channel: caller, state: 'ANSWERED', peer: callee },
];
