import { Injectable } from '@nestjs/common';
import type { Visibility } from '../transfer/visibility.js';
import { Database } from '../database/database.js';
import type { Prisma } from '../database/generated/client.js';
import { maskFacts } from '../privacy/masking.js';
import { didOf } from '../transfer/did.js';
import type { KeptEvent } from '../transfer/event.js';
import { partiesOf } from '../transfer/parties.js';
import { separateCalls } from '../transfer/separate-calls.js';
import type { CallEventView } from './call-event-view.js';
import type { CallOfPbxView } from './call-view.js';
import { TransferReader } from './transfer.reader.js';
import type { TransferView } from './transfer-view.js';

/** A transfer or an event of a call: whose it is, and when it came. */
interface Known {
  sn: string | null;
  sender: string;
  receivedAt: string;
}
type KnownTransferView = Known & { transfer: TransferView };
type KnownEventView = Known & { event: CallEventView };

@Injectable()
export class CallReader {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransferReader,
  ) {}

  /** By PBX and time; empty where nothing is known of such a call. Served by (callid, sn) of transfers and of recorded events. */
  async one(callid: string, reported: boolean | null, visibility: Visibility): Promise<CallOfPbxView[]> {
    const rows = await this.transfers.ofCall(callid, reported, visibility);
    const transfers = rows.map(({ sender, transfer }) => ({
      sn: transfer.sn,
      sender,
      receivedAt: transfer.receivedAt,
      transfer,
    }));
    const events = await this.events(callid, transfers, visibility);
    // A key limited to extensions sees the events of those calls only in which it sees a transfer, and of these those that
    // name one of its extensions.
    const known: Known[] = visibility.extensions ? transfers : [...transfers, ...events];
    return each(known).flatMap((pbx) => {
      const [own, said] = [transfers.filter(isFrom(pbx)), events.filter(isFrom(pbx))];
      return separateCalls([...own, ...said].map(timeOf)).flatMap(({ from, to }) => {
        const within = (one: Known) => timeOf(one) >= from && timeOf(one) < to;
        const call = own.filter(within);
        if (visibility.extensions && call.length === 0) return [];
        return [callOf(pbx.sn, call, said.filter(within))];
      });
    });
  }

  private async events(
    callid: string,
    transfers: Known[],
    visibility: Visibility,
  ): Promise<KnownEventView[]> {
    const pbxes = visiblePbxes(transfers, visibility);
    const recorded = await this.database.prisma.recordedEvent.findMany({
      select: { sn: true, sender: true, receivedAt: true, what: true, name: true, facts: true },
      where: { callid, ...(pbxes && { sn: { in: pbxes } }) },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    });
    const shown = recorded.filter(({ what, facts }) => isVisible(what, facts, visibility));
    return shown.map(({ sn, sender, name, ...row }) => {
      const event = toEventView({ ...row, event: name }, visibility);
      return { sn: sn || null, sender, receivedAt: event.receivedAt, event };
    });
  }
}

const timeOf = ({ receivedAt }: Known): number => Date.parse(receivedAt);
const keyOf = ({ sn, sender }: Known): string => JSON.stringify([sn, sender]);
const isFrom = (pbx: Known) => (one: Known) => keyOf(one) === keyOf(pbx);

/** One of each PBX, in the order of their serial numbers. */
function each(known: Known[]): Known[] {
  const byKey = new Map(known.map((one) => [keyOf(one), one]));
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function callOf(sn: string | null, transfers: KnownTransferView[], events: KnownEventView[]): CallOfPbxView {
  const own = transfers.map(({ transfer }) => transfer);
  const said = events.map(({ event }) => event);
  const records = said.flatMap((event) => (event.what === 'record' ? [event.facts] : []));
  const times = [...transfers, ...events].map(({ receivedAt }) => receivedAt).sort();
  return {
    sn,
    handedOn: own.length,
    from: own.find(({ callStartedAt }) => callStartedAt)?.callStartedAt ?? times[0]!,
    to: times.at(-1)!,
    did: didOf(records) ?? own.find(({ did }) => did !== null)?.did ?? null,
    recordings: [...new Set(records.flatMap(({ recording }) => recording ?? []))],
    satisfaction: said.findLast((event) => event.what === 'survey')?.facts.result ?? null,
    transfers: own,
    events: said,
  };
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

/** What names nobody, as the answer to a survey, is of the whole call: a key limited to extensions does not see it. */
function isVisible(what: string, facts: Prisma.JsonValue, { extensions }: Visibility): boolean {
  if (!extensions) return true;
  const parties = partiesOf({ what, ...(facts as object) } as KeptEvent);
  return parties.some((party) => extensions.includes(party));
}

/**
 * The PBXes whose events of this call may be seen; for a key limited to extensions, those with a transfer
 * that it sees. Null: all.
 */
function visiblePbxes(transfers: Known[], { pbxes, extensions }: Visibility): string[] | null {
  return extensions ? transfers.map(({ sn }) => sn ?? '') : pbxes;
}
