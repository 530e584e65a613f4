import { Injectable } from '@nestjs/common';
import type { Dialect, PbxEvent } from '../transfer/event.js';

/** Serial numbers can be made up: those beyond this many are not remembered. */
const MOST = 20_000;

export interface SeenPbx {
  sn: string;
  dialect: Dialect;
  lastEventAt: Date;
}

/** Which PBXes sent something to this process since it started, of whatever kind. */
@Injectable()
export class LastSeen {
  private readonly pbxes = new Map<string, SeenPbx>();
  private readonly bootListeners: ((sn: string) => void)[] = [];

  get status(): SeenPbx[] {
    return [...this.pbxes.values()];
  }

  note({ sn, dialect, what, name }: PbxEvent, at: Date): void {
    const known = this.pbxes.get(sn);
    if (known) {
      known.dialect = dialect;
      if (at > known.lastEventAt) known.lastEventAt = at;
    } else if (this.pbxes.size < MOST) this.pbxes.set(sn, { sn, dialect, lastEventAt: at });
    if (what === 'other' && name.toLowerCase() === 'bootup')
      for (const listener of this.bootListeners) listener(sn);
  }

  /** Calls the listener when a PBX reports that it booted: it has then lost its logins. */
  onBoot(listener: (sn: string) => void): void {
    this.bootListeners.push(listener);
  }
}
