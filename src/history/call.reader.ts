import { Injectable } from '@nestjs/common';
import type { Visibility } from '../transfer/visibility.js';
import { Database } from '../database/database.js';
import type { Prisma } from '../database/generated/client.js';
import { maskFacts } from '../privacy/masking.js';
import type { CallEventView } from './call-event-view.js';
import type { CallOfPbxView } from './call-view.js';
import { TransferReader } from './transfer.reader.js';
import type { TransferView } from './transfer-view.js';

@Injectable()
export class CallReader {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransferReader,
  ) {}

  /** By PBX; empty where nothing is known of such a call. Served by (callid, sn) of transfers and of recorded events. */
  async one(callid: string, reported: boolean | null, visibility: Visibility): Promise<CallOfPbxView[]> {
    const transfers = await this.transfers.ofCall(callid, reported, visibility);
    const pbxes = visiblePbxes(transfers, visibility);
    const recorded = await this.database.prisma.recordedEvent.findMany({
      select: { sn: true, receivedAt: true, what: true, name: true, facts: true },
      where: { callid, ...(pbxes && { sn: { in: pbxes } }) },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    });
    const rows = recorded.map(({ sn, name, ...event }) => ({ ...event, event: name, sn: sn || null }));
    // Who may see only some extensions' transfers sees the events of those calls alone.
    const known = visibility.extensions ? transfers : [...transfers, ...rows];
    const serials = [...new Set(known.map(({ sn }) => sn))]
      .filter((sn) => !visibility.pbxes || visibility.pbxes.includes(sn ?? ''))
      .sort();
    return serials.map((sn) => {
      const own = transfers.filter((t) => t.sn === sn);
      const events = rows.filter((event) => event.sn === sn).map((event) => toEventView(event, visibility));
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

/** As the event was kept: `facts` holds what suits `what`. */
interface EventRow {
  receivedAt: Date;
  what: string;
  event: string;
  facts: Prisma.JsonValue;
}

function toEventView({ receivedAt, what, event, facts }: EventRow, { numbers }: Visibility): CallEventView {
  const shown = numbers ? facts : maskFacts(facts as Record<string, unknown>);
  return { receivedAt: receivedAt.toISOString(), what, event, facts: shown } as CallEventView;
}

/** Of whose events anything may be seen: with a bound on extensions, of a call in which one of them was transferred. Null: all. */
function visiblePbxes(transfers: TransferView[], { pbxes, extensions }: Visibility): string[] | null {
  return extensions ? transfers.map(({ sn }) => sn ?? '') : pbxes;
}
