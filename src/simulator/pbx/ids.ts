import type { ChannelParty } from './channel.js';

/** The ids that a PBX gives away, by its own clock. They start over when it restarts. */
export class Ids {
  private lastCall: number;
  private lastChannel: number;
  private readonly portsInUse = new Set<string>();

  constructor(
    start: { call: number; channel: number },
    /** Extensions and trunks on analogue ports: their channel is the port's, and comes back. */
    private readonly ports: ReadonlyMap<string, number>,
    /** How far its clock runs ahead of the true one. */
    private readonly fastByMs = 0,
  ) {
    this.lastCall = start.call;
    this.lastChannel = start.channel;
  }

  /** `<unix seconds>.<counter>`. */
  callid(at: number): string {
    this.lastCall += 1;
    return `${Math.floor((at + this.fastByMs) / 1000)}.${this.lastCall}`;
  }

  channel(party: ChannelParty): string {
    const owner = party.kind === 'ext' ? party.number : party.trunkname;
    const port = this.ports.get(owner);
    if (port !== undefined) return this.analogue(port);
    return `PJSIP/${party.kind === 'ext' ? owner : `trunk-${owner}-endpoint`}-${this.suffix()}`;
  }

  /** A technical leg that Asterisk puts between two others: never a party of its own. */
  technicalChannel(number: string): string {
    return `Local/${number}@from-internal-${this.suffix()};1`;
  }

  release(channelid: string): void {
    this.portsInUse.delete(channelid);
  }

  restart(): void {
    this.lastCall = 0;
    this.lastChannel = 0;
    this.portsInUse.clear();
  }

  private suffix(): string {
    this.lastChannel += 1;
    return this.lastChannel.toString(16).padStart(8, '0');
  }

  private analogue(port: number): string {
    let line = 1;
    while (this.portsInUse.has(`DAHDI/${port}-${line}`)) line += 1;
    const id = `DAHDI/${port}-${line}`;
    this.portsInUse.add(id);
    return id;
  }
}
