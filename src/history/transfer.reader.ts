import { Injectable } from '@nestjs/common';
import type { Filter } from '../filter.js';
import type { Sight } from '../sight.js';
import { Database } from '../store/database.js';
import { Prisma } from '../store/generated/client.js';
import { matching, seen } from '../store/matching.js';
import type { Member } from '../transfer/member.js';
import type { Dialect } from '../transfer/event.js';
import type {
  Direction,
  Outcome,
  Target,
  Transferee,
  TransferKind,
  Transferor,
} from '../transfer/transfer.js';
import { masked } from './masking.js';
import type { Position } from './cursor.js';

/** A transfer as the API shows it. Times are ISO 8601 in UTC. */
export interface TransferView {
  id: string;
  callid: string;
  sn: string | null;
  dialect: Dialect;
  receivedAt: string;
  callStartedAt: string | null;
  direction: Direction;
  transferor: Transferor;
  transferee: Transferee | null;
  target: Target | null;
  kind: TransferKind;
  outcome: Outcome;
  answeredAt: string | null;
  talkSeconds: number | null;
  storyBasis: string | null;
  hop: number;
  deliveries: number;
  members: Member[];
}

type Row = Omit<TransferView, 'receivedAt' | 'callStartedAt' | 'answeredAt'> & {
  receivedAt: Date;
  callStartedAt: Date | null;
  answeredAt: Date | null;
};

@Injectable()
export class TransferReader {
  constructor(private readonly database: Database) {}

  /** In the order of (received_at, id), after `after`; at most `limit`. Served by the index (received_at, id). */
  async page(
    filter: Filter,
    order: 'desc' | 'asc',
    after: Position | null,
    limit: number,
  ): Promise<TransferView[]> {
    const beyond =
      after &&
      Prisma.sql`AND (t.received_at, t.id) ${order === 'desc' ? Prisma.sql`<` : Prisma.sql`>`}
      (${after.receivedAt}, ${after.id}::uuid)`;
    const sort =
      order === 'desc' ? Prisma.sql`t.received_at DESC, t.id DESC` : Prisma.sql`t.received_at, t.id`;
    const rows = await this.database.prisma.$queryRaw<Row[]>`
      SELECT ${VIEW} FROM transfers t WHERE ${matching(filter)} ${beyond ?? Prisma.empty} ORDER BY ${sort} LIMIT ${limit}`;
    return rows.map((row) => shown(toView(row), filter.sight));
  }

  async count(filter: Filter): Promise<number> {
    const [row] = await this.database.prisma.$queryRaw<{ total: number }[]>`
      SELECT count(*)::int AS total FROM transfers t WHERE ${matching(filter)}`;
    return row!.total;
  }

  /** Served by the index (id). */
  async one(id: string, sight: Sight): Promise<TransferView | null> {
    const conditions = [Prisma.sql`t.id = ${id}::uuid`, ...seen(sight)];
    const rows = await this.database.prisma.$queryRaw<Row[]>`
      SELECT ${VIEW} FROM transfers t WHERE ${Prisma.join(conditions, ' AND ')}`;
    return rows[0] ? shown(toView(rows[0]), sight) : null;
  }
}

const shown = (view: TransferView, { numbers }: Sight) => (numbers ? view : masked(view));

/** The columns of a view over `transfers t`; absent fields of a member are left out. */
const VIEW = Prisma.sql`
  t.id::text, t.callid, nullif(t.sn, '') AS sn, t.dialect, t.received_at AS "receivedAt", t.call_started_at AS "callStartedAt",
  t.direction, jsonb_build_object('ext', t.transferor_ext, 'basis', t.transferor_basis) AS transferor,
  CASE WHEN t.transferee_kind IS NOT NULL
    THEN jsonb_build_object('kind', t.transferee_kind, 'number', t.transferee_number) END AS transferee,
  CASE WHEN t.target_kind IS NOT NULL
    THEN jsonb_build_object('kind', t.target_kind, 'number', t.target_number, 'answeredBy', t.target_answered_by) END AS target,
  t.kind, t.outcome, t.answered_at AS "answeredAt", t.talk_seconds AS "talkSeconds", t.story_basis AS "storyBasis", t.hop,
  t.deliveries,
  (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', m.kind, 'number', m.number, 'from', m."from", 'to', m."to",
      'trunkname', m.trunkname, 'channelid', m.channelid, 'memberstatus', m.memberstatus, 'callpath', m.callpath,
      'legid', m.legid)) ORDER BY m.position)
    FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id) AS members`;

/** jsonb orders keys by length; people read them in the order of the contract. */
function toView({
  receivedAt,
  callStartedAt,
  answeredAt,
  transferor,
  transferee,
  target,
  members,
  ...row
}: Row): TransferView {
  return {
    id: row.id,
    callid: row.callid,
    sn: row.sn,
    dialect: row.dialect,
    receivedAt: receivedAt.toISOString(),
    callStartedAt: callStartedAt && seconds(callStartedAt),
    direction: row.direction,
    transferor: { ext: transferor.ext, basis: transferor.basis },
    transferee,
    target: target && {
      kind: target.kind,
      number: target.number,
      answeredBy: target.answeredBy,
    },
    kind: row.kind,
    outcome: row.outcome,
    answeredAt: answeredAt && answeredAt.toISOString(),
    talkSeconds: row.talkSeconds,
    storyBasis: row.storyBasis,
    hop: row.hop,
    deliveries: row.deliveries,
    members: members.map(({ kind, ...rest }) => ({ kind, ...rest }) as Member),
  };
}

/** A call id tells whole seconds. */
const seconds = (time: Date) => time.toISOString().replace('.000Z', 'Z');
