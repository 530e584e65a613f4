import type { PlaceKind } from '../pbx/channel.js';

/** Where a number leads. */
export type DialPlace = ExtensionPlace | GroupPlace | Queue | Menu | Mailbox | Outside;

export interface ExtensionPlace {
  kind: 'ext';
  number: string;
  /** Desk phone, desktop, mobile and web client: each rings on a channel of its own. */
  devices: number;
  /** A mobile phone that rings beside them, through a trunk. */
  twin: string | null;
  isRegistered: boolean;
  doNotDisturb: boolean;
  /** Takes a second call while it talks. */
  callWaiting: boolean;
  forward: { when: 'always' | 'busy' | 'no answer'; to: string } | null;
  hasVoicemail: boolean;
  ringSeconds: number;
}

export interface GroupPlace {
  kind: 'group';
  number: string;
  members: string[];
  /** All at once, or one after the other. */
  ringsAll: boolean;
  ringSeconds: number;
}

export interface Queue {
  kind: 'queue';
  number: string;
  members: string[];
  ringsAll: boolean;
  ringSeconds: number;
  /** For how long a caller waits before the queue gives up on him. */
  maxWaitSeconds: number;
}

export interface Menu {
  kind: 'ivr';
  number: string;
  /** What its digits lead to. */
  choices: string[];
}

export interface Mailbox {
  kind: 'voicemail';
  number: string;
  owner: string;
}

export interface Outside {
  kind: 'outside';
  /** As dialled. */
  number: string;
  /** As the route sends it to the trunk. */
  sent: string;
  trunkname: string;
}

/** All numbers of a PBX, and what stands behind them. */
export class DialPlan {
  private readonly places = new Map<string, DialPlace>();

  constructor(
    places: DialPlace[],
    readonly trunks: readonly string[],
    /** What an outside number is dialled with, and the route strips again; empty where there is none. */
    private readonly prefix: string,
  ) {
    for (const place of places) this.places.set(place.number, place);
  }

  add(place: DialPlace): void {
    this.places.set(place.number, place);
  }

  find(number: string): DialPlace {
    const place = this.places.get(number);
    if (place) return place;
    const sent = number.startsWith(this.prefix) ? number.slice(this.prefix.length) : number;
    return { kind: 'outside', number, sent, trunkname: this.trunks[0]! };
  }

  extension(number: string): ExtensionPlace | null {
    const place = this.places.get(number);
    return place?.kind === 'ext' ? place : null;
  }

  of<K extends PlaceKind>(kind: K): Extract<DialPlace, { kind: K }>[] {
    return [...this.places.values()].filter(
      (place): place is Extract<DialPlace, { kind: K }> => place.kind === kind,
    );
  }

  dialledOutside(number: string): string {
    return this.prefix + number;
  }
}
