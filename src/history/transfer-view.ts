import type { Sight } from '../sight.js';
import { Prisma } from '../store/generated/client.js';
import type { Dialect } from '../transfer/event.js';
import type { Member } from '../transfer/member.js';
import type {
  Direction,
  Outcome,
  Target,
  Transferee,
  TransferKind,
  Transferor,
} from '../transfer/transfer.js';
import { masked } from './masking.js';

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
  /** False: only the records of its call betray it. */
  reported: boolean;
  hop: number;
  deliveries: number;
  members: Member[];
}

/** What VIEW selects. Times as PostgreSQL writes them: Dates, only to be written out again, took a tenth of a page's time. */
export interface Row {
  id: string;
  callid: string;
  sn: string | null;
  dialect: Dialect;
  receivedAt: string;
  callStartedAt: string | null;
  direction: Direction;
  transferorExt: string | null;
  transferorBasis: Transferor['basis'];
  transfereeKind: Transferee['kind'] | null;
  transfereeNumber: string;
  targetKind: Target['kind'] | null;
  targetNumber: string;
  targetAnsweredBy: string | null;
  kind: TransferKind;
  outcome: Outcome;
  answeredAt: string | null;
  talkSeconds: number | null;
  storyBasis: string | null;
  reported: boolean;
  hop: number;
  deliveries: number;
  /** Of each member what MEMBER names, in its order. */
  members: (string | null)[][];
}

/** A member's columns, in the order in which people read them. */
const MEMBER = [
  'kind',
  'number',
  'from',
  'to',
  'trunkname',
  'channelid',
  'memberstatus',
  'callpath',
  'legid',
] as const;

/** The columns of a view over `transfers t`. Lists, which PostgreSQL writes in half the time of objects. */
export const VIEW = Prisma.sql`
  t.id::text, t.callid, nullif(t.sn, '') AS sn, t.dialect, t.received_at::text AS "receivedAt", t.call_started_at::text AS "callStartedAt",
  t.direction, t.transferor_ext AS "transferorExt", t.transferor_basis AS "transferorBasis",
  t.transferee_kind AS "transfereeKind", t.transferee_number AS "transfereeNumber",
  t.target_kind AS "targetKind", t.target_number AS "targetNumber", t.target_answered_by AS "targetAnsweredBy",
  t.kind, t.outcome, t.answered_at::text AS "answeredAt", t.talk_seconds AS "talkSeconds", t.story_basis AS "storyBasis", t.reported, t.hop,
  t.deliveries,
  (SELECT json_agg(ARRAY[${Prisma.raw(MEMBER.map((name) => `m."${name}"`).join(', '))}] ORDER BY m.position)
    FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id) AS members`;

/** As this one may see it. */
export const toView = (row: Row, { numbers }: Sight): TransferView =>
  numbers ? whole(row) : masked(whole(row));

function whole(row: Row): TransferView {
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

/** What the PBX did not tell of it is left out. */
function toMember(values: (string | null)[]): Member {
  const member: Partial<Record<(typeof MEMBER)[number], string>> = {};
  for (let n = 0; n < values.length; n++) {
    const value = values[n];
    if (typeof value === 'string') member[MEMBER[n]!] = value;
  }
  return member as Member;
}

/** `2026-11-22 09:00:00.12+00`, as a session in UTC writes it, as `2026-11-22T09:00:00.120Z`. */
const iso = (time: string) =>
  `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`;

/** A call id tells whole seconds. */
const seconds = (time: string) => `${time.slice(0, 10)}T${time.slice(11, 19)}Z`;
