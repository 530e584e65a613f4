import type { Dialect } from '../../transfer/event.js';

/** One end of a leg: an extension, or an outside number behind a trunk. */
export type ScriptParty =
  | { kind: 'ext'; number: string }
  | {
      kind: 'inbound' | 'outbound';
      from: string;
      to: string;
      trunkname: string;
    };

export interface PbxTraits {
  dialect: Dialect;
  sn: string;
  /** The zone of its `timestart`. */
  zone: string;
  /** How far its clock runs ahead of the true one. */
  fastByMs: number;
  trunks: readonly string[];
}

/** The box as its ids and its clock show it. One per day: counters start over when a PBX restarts at night. */
export class ScriptPbx {
  private lastId = 0;
  private readonly wallClock: Intl.DateTimeFormat;

  constructor(readonly traits: PbxTraits) {
    this.wallClock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: traits.zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
  }

  /** `<unix seconds>.<counter>` by the PBX's own clock. */
  callid(at: number): string {
    this.lastId += 1;
    return `${Math.floor((at + this.traits.fastByMs) / 1000)}.${this.lastId}`;
  }

  channel(party: ScriptParty): string {
    const owner = party.kind === 'ext' ? party.number : `trunk-${party.trunkname}-endpoint`;
    return `PJSIP/${owner}-${this.suffix()}`;
  }

  /** A technical leg that Asterisk puts between two others: never a party of its own. */
  localChannel(number: string): string {
    return `Local/${number}@from-internal-${this.suffix()};1`;
  }

  /** `YYYY-MM-DD HH:MM:SS` without a zone, as `timestart` has it. */
  localTime(at: number): string {
    return this.wallClock.format(at + this.traits.fastByMs);
  }

  private suffix(): string {
    this.lastId += 1;
    return this.lastId.toString(16).padStart(8, '0');
  }
}
