import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Story } from '../transfer/transfer.js';
import { Database } from '../database/database.js';

/** The key of a call: two PBXs can use the same call id. */
export interface CallKey {
  sn: string;
  callid: string;
}

/** How long before and after a call was first heard of, a transfer of one of its parties can concern it, in ms. */
export interface Reach {
  before: number;
  after: number;
}

/** Calls that must be told anew, and the moment of the database at which those were all. */
export interface Changes {
  calls: CallKey[];
  /** Calls of which a record came that is not their only one: they can show a transfer that no event reports. */
  recorded: CallKey[];
  snapshot: string;
}

export interface ComputedStory {
  sn: string;
  id: string;
  story: Story;
}

/** Whoever holds it is the only one, of all programs on this database, to tell stories or to purge their evidence. */
export class StoryLock {
  constructor(readonly client: PoolClient) {}
}

/** The advisory lock of a turn. */
const TURN = 0x73746f72;

/**
 * Where stories are written, one teller at a time over all programs, so that a story told of less evidence never
 * overwrites one told of more.
 */
@Injectable()
export class StoryStore {
  constructor(private readonly database: Database) {}

  /**
   * Does the work in a turn, waiting for it if asked to; else null where another one has it. It ends with the connection,
   * too. It is no transaction: that would hold on to the tables that it has read, and whoever wants to alter one, with
   * all who queue behind, would wait for a turn that itself queues there with another connection.
   */
  async withLock<T>(work: (lock: StoryLock) => Promise<T>, options: { wait: boolean }): Promise<T | null> {
    const client = await this.database.pool.connect();
    try {
      const take = options.wait ? 'pg_advisory_lock' : 'pg_try_advisory_lock';
      const { rows } = await client.query<{ taken: unknown }>(`SELECT ${take}($1) AS taken`, [TURN]);
      const taken = rows[0]!.taken !== false;
      const result = taken ? await work(new StoryLock(client)) : null;
      if (taken) await client.query('SELECT pg_advisory_unlock($1)', [TURN]);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /**
   * The calls with transfers on which something bears that was committed since `seen`; null where nothing was. Served by
   * the indexes (created_tx), (callid, sn) and those of call_parties.
   */
  async changesSince({ client }: StoryLock, reach: Reach): Promise<Changes | null> {
    const { rows } = await client.query<{ seen: string; since: string; anew: boolean }>(SEEN);
    const { seen, since, anew } = rows[0]!;
    // Without a name, since a plan made for other transaction ids may be a bad one.
    const found = await client.query<Changes & { any: boolean }>(NEWS, [
      since,
      anew,
      seen,
      `${reach.before} milliseconds`,
      `${reach.after} milliseconds`,
    ]);
    const { any, ...changesSince } = found.rows[0]!;
    return any ? changesSince : null;
  }

  /** All that this snapshot saw is told. */
  async markSeen({ client }: StoryLock, snapshot: string): Promise<void> {
    await client.query(
      'INSERT INTO story_progress (seen) VALUES ($1::pg_snapshot) ON CONFLICT (sn) DO UPDATE SET seen = excluded.seen',
      [snapshot],
    );
  }

  /** Only inside a turn. Writes the stories that changed, in one statement, and returns how many did; a frozen one stays as it is. */
  async write(stories: ComputedStory[]): Promise<number> {
    if (stories.length === 0) return 0;
    const { rowCount } = await this.database.pool.query({
      name: 'write stories',
      text: WRITE,
      values: [JSON.stringify(stories.map(columns))],
    });
    return rowCount ?? 0;
  }

  /**
   * Deletes up to `limit` of the events received before `cutoff`, and seals the transfers on which they bear: what is
   * known of them stays. Only what was told can go. Returns how many went. Served by the index (received_at).
   */
  async purge({ client }: StoryLock, cutoff: Date, reach: Reach, limit: number): Promise<number> {
    const { rows } = await client.query<{ id: string; sn: string; callid: string }>(OLD, [cutoff, limit]);
    if (rows.length === 0) return 0;
    const events = JSON.stringify(rows);
    await client.query('BEGIN');
    await client.query(FREEZE, [events, `${reach.before} milliseconds`, `${reach.after} milliseconds`]);
    await client.query(DELETE_EVENTS, [events]);
    await client.query(DELETE_PARTIES, [events]);
    await client.query('COMMIT');
    return rows.length;
  }
}

function columns({ sn, id, story }: ComputedStory) {
  const { target, transferor, transferee } = story;
  return {
    sn,
    id,
    hop: story.hop,
    kind: story.kind,
    transferorExt: transferor.ext,
    transferorBasis: transferor.basis,
    transfereeKind: transferee?.kind,
    transfereeNumber: transferee?.number,
    targetKind: target?.kind,
    targetNumber: target?.number,
    targetAnsweredBy: target?.answeredBy,
    outcome: story.outcome,
    answeredAt: story.answeredAt,
    talkSeconds: story.talkSeconds,
    storyBasis: story.basis,
  };
}

// At first everything is new; once more in a database that was restored on another server, which counts transactions anew.
const SEEN = `
SELECT CASE WHEN anew THEN '1:1:' ELSE seen::text END AS seen,
  CASE WHEN anew THEN '1' ELSE pg_snapshot_xmin(seen)::text END AS since, anew
FROM (SELECT seen, coalesce(pg_snapshot_xmax(seen) > pg_snapshot_xmax(pg_current_snapshot()), true) AS anew
  FROM (SELECT (SELECT seen FROM story_progress) AS seen) p) p`;

// Of fresh(sn, callid): the calls with transfers on which events of those calls bear.
const touched = (before: string, after: string) => `
  SELECT f.sn, f.callid FROM fresh f WHERE EXISTS (SELECT FROM transfers t WHERE t.callid = f.callid AND t.sn = f.sn)
  UNION
  SELECT t.sn, t.callid FROM fresh f
  JOIN call_parties h ON h.sn = f.sn AND h.callid = f.callid AND NOT h.transferred
  JOIN call_parties t ON t.sn = h.sn AND t.party = h.party AND t.transferred
    AND t.at BETWEEN h.at - ${before}::interval AND h.at + ${after}::interval`;

// Above this snapshot's own end are only the ids of another server, from before a restore.
const isNew = `created_tx >= $1::xid8 AND NOT pg_visible_in_snapshot(created_tx, $3::pg_snapshot)
  AND ($2::bool OR created_tx < pg_snapshot_xmax(pg_current_snapshot()))`;

// With two people in it and nothing else known, a transfer is stored as its story would be: many PBXes push no other
// events. Of one person, or of three, the transfer itself says more.
const hasStory = `
  (SELECT count(*) FROM members m WHERE m.sn = a.sn AND m.transfer_id = a.id) <> 2
  OR (SELECT count(DISTINCT party) FROM call_parties p WHERE p.sn = a.sn AND p.callid = a.callid AND p.transferred) <> 2
  OR EXISTS (SELECT FROM transfers o WHERE o.callid = a.callid AND o.sn = a.sn AND o.id <> a.id)
  OR EXISTS (SELECT FROM recorded_events e WHERE e.callid = a.callid AND e.sn = a.sn)
  OR EXISTS (SELECT FROM call_parties t
    JOIN call_parties h ON h.sn = t.sn AND h.party = t.party AND NOT h.transferred
      AND h.at BETWEEN t.at - $5::interval AND t.at + $4::interval
    WHERE t.sn = a.sn AND t.callid = a.callid AND t.transferred)`;
const NEWS = `
WITH fresh AS MATERIALIZED (SELECT DISTINCT sn, callid FROM recorded_events WHERE ${isNew}),
recorded AS (SELECT DISTINCT sn, callid FROM recorded_events e WHERE what = 'record' AND ${isNew}
  AND EXISTS (SELECT FROM recorded_events o WHERE o.callid = e.callid AND o.sn = e.sn AND o.what = 'record' AND o.id <> e.id)),
arrived AS MATERIALIZED (SELECT sn, id, callid FROM transfers WHERE ${isNew}),
affected AS (SELECT a.sn, a.callid FROM arrived a WHERE ${hasStory} UNION ${touched('$4', '$5')})
SELECT EXISTS (SELECT FROM fresh) OR EXISTS (SELECT FROM arrived) AS any, pg_current_snapshot()::text AS snapshot,
  coalesce((SELECT jsonb_agg(jsonb_build_object('sn', sn, 'callid', callid)) FROM affected), '[]') AS calls,
  coalesce((SELECT jsonb_agg(jsonb_build_object('sn', sn, 'callid', callid)) FROM recorded), '[]') AS recorded`;

const STORY = `hop, kind, transferor_ext, transferor_basis, transferee_kind, transferee_number, target_kind, target_number,
  target_answered_by, outcome, answered_at, talk_seconds, story_basis`;
const columnsOf = (alias: string) => STORY.replace(/\w+/g, (column) => `${alias}.${column}`);
const TOLD = `s.hop, s.kind, s."transferorExt", s."transferorBasis", s."transfereeKind", s."transfereeNumber", s."targetKind",
  s."targetNumber", s."targetAnsweredBy", s.outcome, s."answeredAt", s."talkSeconds", s."storyBasis"`;

// Rows are locked in the order in which the intake locks those of re-sent transfers (transfer-store.ts).
const WRITE = `
WITH told AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS s(
    sn text, id uuid, hop int, kind text, "transferorExt" text, "transferorBasis" text, "transfereeKind" text,
    "transfereeNumber" text, "targetKind" text, "targetNumber" text, "targetAnsweredBy" text, outcome text,
    "answeredAt" timestamptz(3), "talkSeconds" int, "storyBasis" text)
), changed AS MATERIALIZED (
  SELECT t.sn, t.id FROM told s JOIN transfers t ON t.sn = s.sn AND t.id = s.id
  WHERE NOT t.frozen AND (${columnsOf('t')}) IS DISTINCT FROM (${TOLD})
  ORDER BY t.sn COLLATE "C", t.identity FOR NO KEY UPDATE OF t
)
UPDATE transfers t SET (${STORY}, changed_tx) = ROW(${TOLD}, pg_current_xact_id())
FROM changed c JOIN told s ON s.sn = c.sn AND s.id = c.id WHERE t.sn = c.sn AND t.id = c.id`;

const OLD = `
SELECT sn, id, callid FROM recorded_events
WHERE received_at < $1 AND (created_tx IS NULL OR pg_visible_in_snapshot(created_tx, (SELECT seen FROM story_progress)))
ORDER BY received_at LIMIT $2`;

const purged = 'jsonb_to_recordset($1::jsonb) AS o(sn text, id uuid, callid text)';
const FREEZE = `
WITH fresh AS MATERIALIZED (SELECT DISTINCT sn, callid FROM ${purged}),
frozen AS MATERIALIZED (
  SELECT t.sn, t.id FROM (${touched('$2', '$3')}) c JOIN transfers t ON t.sn = c.sn AND t.callid = c.callid
  WHERE NOT t.frozen ORDER BY t.sn COLLATE "C", t.identity FOR NO KEY UPDATE OF t)
UPDATE transfers t SET frozen = true FROM frozen s WHERE t.sn = s.sn AND t.id = s.id`;
const DELETE_EVENTS = `DELETE FROM recorded_events e USING ${purged} WHERE e.sn = o.sn AND e.id = o.id`;
// Of calls of which nothing is left.
const DELETE_PARTIES = `
DELETE FROM call_parties p USING (SELECT DISTINCT sn, callid FROM ${purged}) c
WHERE p.sn = c.sn AND p.callid = c.callid
  AND NOT EXISTS (SELECT FROM recorded_events e WHERE e.sn = c.sn AND e.callid = c.callid)`;
