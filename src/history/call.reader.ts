import { Injectable } from '@nestjs/common';
import type { Visibility } from '../transfer/visibility.js';
import { Database } from '../database/database.js';
import { maskFacts } from '../privacy/masking.js';
import { TransferReader } from './transfer.reader.js';
import type { TransferView } from './transfer-view.js';

/** One call's story. Two PBXs can use the same call id: an entry for each. */
export interface CallView {
  callid: string;
  data: {
    sn: string | null;
    /** How often it was handed on. */
    handedOn: number;
    /** From the first to the last thing known of it. */
    from: string;
    to: string;
    /** In the order they were received. */
    transfers: TransferView[];
    events: CallEventView[];
  }[];
}

/** An event that the PBX sent about the call, as far as it tells a story. */
export interface CallEventView {
  receivedAt: string;
  what: string;
  /** As the PBX spelled it. */
  event: string;
  /** Left out where outside numbers may not be seen: they are in many places there. */
  facts?: Record<string, unknown>;
}

@Injectable()
export class CallReader {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransferReader,
  ) {}

  /** By PBX; empty where nothing is known of such a call. Served by (callid, sn) of transfers and of recorded events. */
  async one(callid: string, reported: boolean | null, visibility: Visibility): Promise<CallView['data']> {
    const transfers = await this.transfers.ofCall(callid, reported, visibility);
    const pbxes = visiblePbxes(transfers, visibility);
    const recorded = await this.database.prisma.recordedEvent.findMany({
      select: { sn: true, receivedAt: true, what: true, name: true, facts: true },
      where: { callid, ...(pbxes && { sn: { in: pbxes } }) },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    });
    const rows = recorded.map(({ sn, ...event }) => ({ ...event, sn: sn || null }));
    // Who may see only some extensions' transfers sees the events of those calls alone.
    const known = visibility.extensions ? transfers : [...transfers, ...rows];
    const serials = [...new Set(known.map(({ sn }) => sn))]
      .filter((sn) => !visibility.pbxes || visibility.pbxes.includes(sn ?? ''))
      .sort();
    return serials.map((sn) => {
      const own = transfers.filter((t) => t.sn === sn);
      const events = rows
        .filter((event) => event.sn === sn)
        .map(({ receivedAt, what, name, facts }) => ({
          receivedAt: receivedAt.toISOString(),
          what,
          event: name,
          facts: visibility.numbers ? (facts as Facts) : maskFacts(facts as Facts),
        }));
      const times = [...own, ...events].map(({ receivedAt }) => receivedAt).sort();
      const began = own.find((t) => t.callStartedAt)?.callStartedAt;
      return {
        sn,
        handedOn: own.length,
        from: began ?? times[0]!,
        to: times.at(-1)!,
        transfers: own,
        events,
      };
    });
  }
}

type Facts = Record<string, unknown>;

/** Of whose events anything may be seen: with a bound on extensions, of a call in which one of them was transferred. Null: all. */
function visiblePbxes(transfers: TransferView[], { pbxes, extensions }: Visibility): string[] | null {
  return extensions ? transfers.map(({ sn }) => sn ?? '') : pbxes;
}
