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
    const { rows } = await this.database.pool.query<{
      sn: string | null;
      receivedAt: Date;
      what: string;
      event: string;
      facts: Record<string, unknown>;
    }>(
      `SELECT nullif(sn, '') AS sn, received_at AS "receivedAt", what, name AS event, facts FROM recorded_events
       WHERE callid = $1 AND ($2::text[] IS NULL OR sn = ANY($2)) ORDER BY received_at, id`,
      [callid, visiblePbxes(transfers, visibility)],
    );
    // Who may see only some extensions' transfers sees the events of those calls alone.
    const known = visibility.extensions ? transfers : [...transfers, ...rows];
    const serials = [...new Set(known.map(({ sn }) => sn))]
      .filter((sn) => !visibility.pbxes || visibility.pbxes.includes(sn ?? ''))
      .sort();
    return serials.map((sn) => {
      const own = transfers.filter((t) => t.sn === sn);
      const events = rows
        .filter((event) => event.sn === sn)
        .map(({ receivedAt, what, event, facts }) => ({
          receivedAt: receivedAt.toISOString(),
          what,
          event,
          facts: visibility.numbers ? facts : maskFacts(facts),
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

/** Of whose events anything may be seen: with a bound on extensions, of a call in which one of them was transferred. Null: all. */
function visiblePbxes(transfers: TransferView[], { pbxes, extensions }: Visibility): string[] | null {
  return extensions ? transfers.map(({ sn }) => sn ?? '') : pbxes;
}
