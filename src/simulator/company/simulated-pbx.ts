import type { EventDialect } from '../../intake/dialects/dialect.js';
import { Ids } from '../pbx/ids.js';

export interface PbxTraits {
  dialect: EventDialect;
  sn: string;
  /** The zone of its `timestart`. */
  zone: string;
  /** How far its clock runs ahead of the true one. */
  fastByMs: number;
  trunks: readonly string[];
}

/** A PBX as its ids and its clock show it. One per day: counters start over when it restarts at night. */
export class SimulatedPbx {
  readonly ids: Ids;
  private readonly wallClock: Intl.DateTimeFormat;

  constructor(readonly traits: PbxTraits) {
    this.ids = new Ids({ call: 0, channel: 0 }, new Map(), traits.fastByMs);
    this.wallClock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: traits.zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
  }

  /** `YYYY-MM-DD HH:MM:SS` without a zone, as `timestart` has it. */
  readonly localTime = (at: number): string => this.wallClock.format(at + this.traits.fastByMs);
}
