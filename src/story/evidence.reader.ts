import { Injectable } from '@nestjs/common';
import { PLANNED } from '../database/connections.js';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import type { CallKey } from './computed-story.js';
import { traitsOf } from '../intake/dialects/dialects.js';
import { attribute } from '../transfer/attribution.js';
import type { CallEvent, Dialect } from '../transfer/event.js';
import { type Member, MEMBER_FIELDS } from '../transfer/member.js';
import type { Evidence, KnownEvent, KnownTransfer } from './engine/evidence/evidence.js';
import { relatedTo } from './engine/evidence/related.js';

/**
 * How much of a call is read. No real call has more, and a made-up call, whose id anybody may push, must not
 * delay the stories of others. The rest is treated as not received: transfers after the first hundred stay
 * `unknown`.
 */
const TRANSFERS_OF_A_CALL = 100;
const MEMBERS_OF_A_TRANSFER = 20;
const EVENTS_OF_A_CALL = 1_000;
/** A ring group of a hundred phones fits. */
const BYTES_OF_AN_EVENT = 16_384;
/** With those of the calls around. */
const EVENTS_OF_A_STORY = 2_000;
/**
 * A number with more calls than these around a transfer is a shared line, not a person; the latest are read.
 */
const CALLS_AROUND = 50;
/** Parties to look for, of all the transfers of a call. */
const PARTIES_OF_A_CALL = 200;

/** A call with all that is known of it and of those around it. */
export interface KnownCall extends CallKey {
  evidence: Evidence;
}

interface TransferRow {
  n: number;
  id: string;
  sender: string;
  callid: string;
  dialect: Dialect;
  receivedAt: Date;
  members: Member[];
}

interface EventRow {
  n: number;
  id: string;
  sender: string;
  receivedAt: Date;
  event: CallEvent;
}

/** Reads the evidence for the stories of some calls, by two queries for any number of calls. */
@Injectable()
export class EvidenceReader {
  constructor(private readonly database: Database) {}

  async of(calls: CallKey[]): Promise<KnownCall[]> {
    const known = calls.map(({ sn, callid }) => ({
      sn,
      callid,
      evidence: { transfers: [], events: [] } as Evidence,
    }));
    for (const { n, ...transfer } of await this.transfers(calls))
      known[n]!.evidence.transfers.push(asReported(transfer));
    const asked = known.map(({ sn, callid, evidence }, n) => ({
      n,
      sn,
      callid,
      related: evidence.transfers.flatMap(relatedTo).slice(0, PARTIES_OF_A_CALL),
    }));
    for (const { n, ...event } of await this.events(asked))
      known[n]!.evidence.events.push(event satisfies KnownEvent);
    return known;
  }

  /** Served by the index (callid, sn) and the members' key. */
  private async transfers(calls: CallKey[]): Promise<TransferRow[]> {
    const keys = JSON.stringify(calls.map(({ sn, callid }, n) => ({ n, sn, callid })));
    return this.database.prisma.$queryRaw<TransferRow[]>`${PLANNED}
        SELECT a.n, t.id, t.sender, t.callid, t.dialect, t.received_at AS "receivedAt", m.members
        FROM jsonb_to_recordset(${keys}::jsonb) AS a(n int, sn text, callid text)
        CROSS JOIN LATERAL (
          SELECT sn, id, sender, callid, dialect, received_at FROM transfers
          WHERE sn = a.sn AND callid = a.callid AND reported
          ORDER BY received_at, id LIMIT ${literal(TRANSFERS_OF_A_CALL)}) t
        CROSS JOIN LATERAL (
          SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(${MEMBER})) ORDER BY position), '[]') AS members
          FROM members WHERE sn = t.sn AND transfer_id = t.id HAVING count(*) <= ${literal(MEMBERS_OF_A_TRANSFER)}) m`;
  }

  /**
   * Served by the indexes (sn, party, transferred, at, callid) and the key of call_parties, and (sn, callid) of
   * events.
   */
  private async events(asked: object[]): Promise<EventRow[]> {
    return this.database.prisma.$queryRaw<EventRow[]>`${PLANNED}
        SELECT a.n, e.id, e.sender, e.received_at AS "receivedAt",
          e.facts || jsonb_build_object('what', e.what, 'name', e.name, 'dialect', e.dialect, 'sn', e.sn, 'callid', e.callid)
            AS event
        FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a(n int, sn text, callid text, related jsonb)
        CROSS JOIN LATERAL (
          SELECT e.* FROM (
            SELECT callid FROM (
            SELECT a.callid
            UNION
            SELECT p.callid
            FROM jsonb_to_recordset(a.related) AS r(party text, "from" timestamptz, "to" timestamptz)
            CROSS JOIN LATERAL (
              SELECT p.callid FROM call_parties p
              WHERE p.sn = a.sn AND p.party = r.party AND NOT p.transferred AND p.at BETWEEN r."from" AND r."to"
                AND NOT EXISTS (SELECT FROM call_parties e WHERE e.sn = p.sn AND e.callid = p.callid AND e.party = p.party
                  AND NOT e.transferred AND e.at < p.at)
              ORDER BY p.at DESC, p.callid DESC LIMIT ${literal(CALLS_AROUND)}) p
            ) c ORDER BY callid <> a.callid, callid DESC) c
          CROSS JOIN LATERAL (
            SELECT * FROM recorded_events
            WHERE sn = a.sn AND callid = c.callid AND what <> 'survey' AND coalesce(octet_length(raw), 0) <= ${literal(BYTES_OF_AN_EVENT)}
            ORDER BY received_at, id LIMIT ${literal(EVENTS_OF_A_CALL)}) e
          LIMIT ${literal(EVENTS_OF_A_STORY)}) e`;
  }
}

/** The names and values of a member's fields. */
const MEMBER = Prisma.raw(MEMBER_FIELDS.map((name) => `'${name}', "${name}"`).join(', '));

/** In the text of the statement, so that its plan is made for it. */
const literal = (limit: number) => Prisma.raw(String(limit));

/** The transfer as its event alone says: a story that was computed before is no evidence. */
function asReported(transfer: Omit<TransferRow, 'n'>): KnownTransfer {
  const { transferor, leavesOutTransferor } = traitsOf(transfer.dialect);
  return {
    ...transfer,
    ...attribute(transfer.members, transferor),
    isForwardWhenAlone: !leavesOutTransferor,
  };
}
