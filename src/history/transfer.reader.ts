import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Filter } from '../filter/filter.js';
import type { Visibility } from '../transfer/visibility.js';
import { rowsByDriver } from '../database/connections.js';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import { type PageRequest, pageQuery } from '../filter/sql/page.js';
import { visibleHop, visibleRows } from '../filter/sql/visible.js';
import { isReported, matching } from '../filter/sql/where.js';
import { ReplicaReads } from '../database/replica-reads.js';
import { type Member, MEMBER_FIELDS } from '../transfer/member.js';
import type { Target, Transferee, Transferor } from '../transfer/transfer.js';
import { maskTransfer } from '../privacy/masking.js';
import type { TransferView } from './transfer-view.js';

/**
 * How many rows an export reads at a time: about 90 KB of text. V8 frees objects above 128 KB only in its
 * rare full collections; with more rows at a time an export uses more memory.
 */
const PAGE_ROWS = 200;

/**
 * A row that columnsFor selects, of which `fullView` makes a view. Times are the text that PostgreSQL writes: making
 * Dates of them and writing those takes time.
 */
export interface Row extends Omit<TransferView, 'transferor' | 'transferee' | 'target' | 'members'> {
  transferorExt: string | null;
  transferorBasis: Transferor['basis'];
  transfereeKind: Transferee['kind'] | null;
  transfereeNumber: string;
  targetKind: Target['kind'] | null;
  targetNumber: string;
  targetAnsweredBy: string | null;
  /** Of each member what MEMBER_FIELDS names, in its order. */
  members: (string | null)[][];
}

@Injectable()
export class TransferReader {
  constructor(
    private readonly database: Database,
    private readonly replicaReads: ReplicaReads,
  ) {}

  /** The rows of one page; pageQuery says which index serves what. */
  async page(filter: Filter, page: PageRequest): Promise<TransferView[]> {
    const query = pageQuery(columnsFor(filter.visibility), filter, page);
    const rows = await this.replicaReads.ask(({ pool }) => rowsByDriver<Row>(pool, query));
    return rows.map((row) => toView(row, filter.visibility));
  }

  /** All that match, in order, a page at a time: each row that stood at the start exactly once. */
  async *all(filter: Filter, order: PageRequest['order']): AsyncGenerator<TransferView[], void> {
    const read = (after: PageRequest['after']) => this.page(filter, { order, after, limit: PAGE_ROWS });
    let next: Promise<TransferView[]> | null = read(null);
    while (next) {
      const rows: TransferView[] = await next;
      // The next page is read while this one is being sent; a consumer that stops never gets it.
      next = rows.length === PAGE_ROWS ? read(positionOf(rows.at(-1)!)) : null;
      next?.catch(() => {});
      if (rows.length > 0) yield rows;
    }
  }

  /** Of every PBX, in the order they were received, each with the address of a PBX without a serial number. Served by the index (callid, sn). */
  async ofCall(
    callid: string,
    reported: boolean | null,
    visibility: Visibility,
  ): Promise<{ sender: string; transfer: TransferView }[]> {
    const conditions = Prisma.join(
      [Prisma.sql`t.callid = ${callid}`, ...isReported(reported), ...visibleRows(visibility)],
      ' AND ',
    );
    const rows = await this.database.prisma.$queryRaw<(Row & { sender: string })[]>`
      SELECT ${columnsFor(visibility)}, t.sender FROM transfers t WHERE ${conditions} ORDER BY t.received_at, t.id`;
    return rows.map((row) => ({ sender: row.sender, transfer: toView(row, visibility) }));
  }

  async count(filter: Filter): Promise<number> {
    const [row] = await this.replicaReads.ask(
      ({ prisma }) =>
        prisma.$queryRaw<
          { total: number }[]
        >`SELECT count(*)::int AS total FROM transfers t WHERE ${matching(filter)}`,
    );
    return row!.total;
  }

  /** Served by the index (id). */
  async one(id: string, visibility: Visibility): Promise<TransferView | null> {
    if (!isUUID(id, 'loose')) return null;
    const conditions = Prisma.join([Prisma.sql`t.id = ${id}::uuid`, ...visibleRows(visibility)], ' AND ');
    const [row] = await this.database.prisma.$queryRaw<Row[]>`
      SELECT ${columnsFor(visibility)} FROM transfers t WHERE ${conditions}`;
    return row ? toView(row, visibility) : null;
  }
}

export const positionOf = ({ receivedAt, id }: TransferView) => ({ receivedAt: new Date(receivedAt), id });

/**
 * The columns of a view over `transfers t`, as this one may see it. Members are lists of values, which PostgreSQL writes in half the
 * time of objects.
 */
export const columnsFor = (visibility: Visibility) => Prisma.sql`
  t.id::text, t.callid, nullif(t.sn, '') AS sn, t.dialect, t.received_at::text AS "receivedAt", t.call_started_at::text AS "callStartedAt",
  t.direction, t.transferor_ext AS "transferorExt", t.transferor_basis AS "transferorBasis",
  t.transferee_kind AS "transfereeKind", t.transferee_number AS "transfereeNumber",
  t.target_kind AS "targetKind", t.target_number AS "targetNumber", t.target_answered_by AS "targetAnsweredBy", t.did,
  t.kind, t.outcome, t.answered_at::text AS "answeredAt", t.talk_seconds AS "talkSeconds", t.story_basis AS "storyBasis", t.reported,
  ${visibleHop(visibility)} AS hop,
  t.deliveries,
  (SELECT json_agg(ARRAY[${Prisma.raw(MEMBER_FIELDS.map((name) => `m."${name}"`).join(', '))}] ORDER BY m.position)
    FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id) AS members`;

/** As this one may see it. */
export const toView = (row: Row, { numbers }: Visibility): TransferView =>
  numbers ? fullView(row) : maskTransfer(fullView(row));

function fullView(row: Row): TransferView {
  return {
    id: row.id,
    callid: row.callid,
    sn: row.sn,
    dialect: row.dialect,
    receivedAt: iso(row.receivedAt),
    callStartedAt: row.callStartedAt && seconds(row.callStartedAt),
    direction: row.direction,
    transferor: { ext: row.transferorExt, basis: row.transferorBasis },
    transferee: row.transfereeKind && { kind: row.transfereeKind, number: row.transfereeNumber },
    target: row.targetKind && {
      kind: row.targetKind,
      number: row.targetNumber,
      answeredBy: row.targetAnsweredBy,
    },
    did: row.did,
    kind: row.kind,
    outcome: row.outcome,
    answeredAt: row.answeredAt && iso(row.answeredAt),
    talkSeconds: row.talkSeconds,
    storyBasis: row.storyBasis,
    reported: row.reported,
    hop: row.hop,
    deliveries: row.deliveries,
    members: row.members.map(toMember),
  };
}

/** Fields that the PBX did not send are left out. */
function toMember(values: (string | null)[]): Member {
  const member: Partial<Record<(typeof MEMBER_FIELDS)[number], string>> = {};
  for (let n = 0; n < values.length; n++) {
    const value = values[n];
    if (typeof value === 'string') member[MEMBER_FIELDS[n]!] = value;
  }
  return member as Member;
}

/** `2026-11-22 09:00:00.12+00`, as a session in UTC writes it, as `2026-11-22T09:00:00.120Z`. */
const iso = (time: string) =>
  `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`;

/** A call id tells whole seconds. */
const seconds = (time: string) => `${time.slice(0, 10)}T${time.slice(11, 19)}Z`;
