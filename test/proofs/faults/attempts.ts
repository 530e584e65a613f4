import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import type { Sent } from './events.js';

/** One attempt to send one event. `status` is null where no whole answer came. */
export interface Attempt {
  at: number;
  took: number;
  status: number | null;
}

interface Delivered {
  sent: Sent;
  /** The ids in the answers 200; the empty string where an answer has none. */
  answers: string[];
}

/** What was wrong, with the call ids of the first few. */
export type Faults = Record<string, { count: number; first: string[] }>;

/** Everything that the senders sent and were answered. */
export class AttemptLog {
  readonly all: Attempt[] = [];
  readonly delivered = new Map<string, Delivered>();

  add(sent: Sent, attempt: Attempt, id?: string) {
    this.all.push(attempt);
    let one = this.delivered.get(sent.callid);
    if (!one) this.delivered.set(sent.callid, (one = { sent, answers: [] }));
    if (attempt.status === 200) one.answers.push(id ?? '');
  }

  get answered() {
    return this.all.reduce((sum, { status }) => sum + (status === 200 ? 1 : 0), 0);
  }

  /** Attempts that began since then and have ended. */
  since(time: number): Attempt[] {
    // They stand in the order in which they ended.
    const last = this.all.findLastIndex(({ at, took }) => at + took < time);
    return this.all.slice(last + 1).filter(({ at }) => at >= time);
  }

  /** Holds every answer against the database. Empty where no promise was broken. */
  async check(url: string): Promise<Faults> {
    const faults: Faults = {};
    const blame = (fault: string, callid: string) => {
      const entry = (faults[fault] ??= { count: 0, first: [] });
      if (entry.count++ < 3) entry.first.push(callid);
    };
    const seen = new Map<string, number>();
    for await (const row of rows(url)) {
      const one = this.delivered.get(row.callid);
      if (!one) {
        blame('there, but never sent', row.callid);
        continue;
      }
      seen.set(row.callid, (seen.get(row.callid) ?? 0) + 1);
      if (row.raw.toString() !== one.sent.body) blame('other bytes than sent', row.callid);
      if (!isDeepStrictEqual(row.members, one.sent.members)) blame('other members than sent', row.callid);
      if (one.answers.some((id) => id !== '' && id !== row.id)) blame('another id than answered', row.callid);
      if (row.deliveries !== null && row.deliveries < one.answers.length)
        blame('fewer deliveries than answers', row.callid);
    }
    for (const [callid, { answers }] of this.delivered) {
      const times = seen.get(callid) ?? 0;
      if (answers.length > 0 && times === 0) blame('answered 200 and lost', callid);
      if (times > 1) blame('there more than once', callid);
    }
    return faults;
  }
}

interface Row {
  id: string;
  callid: string;
  raw: Buffer;
  deliveries: number | null;
  members: object[] | null;
}

const PAGE = 5_000;
const TRANSFERS = `
  SELECT id, callid, raw, deliveries, (SELECT json_agg(json_strip_nulls(json_build_object('kind', kind, 'number', number,
    'from', "from", 'to', "to", 'trunkname', trunkname, 'channelid', channelid, 'memberstatus', memberstatus,
    'callpath', callpath, 'legid', legid)) ORDER BY position) FROM members WHERE sn = t.sn AND transfer_id = t.id) AS members
  FROM transfers t WHERE id > $1 ORDER BY id LIMIT ${PAGE}`;
const EVENTS = `SELECT id, callid, raw, NULL AS deliveries, NULL AS members FROM recorded_events WHERE id > $1 ORDER BY id LIMIT ${PAGE}`;

async function* rows(url: string): AsyncGenerator<Row> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const question of [TRANSFERS, EVENTS]) {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const page = (await client.query<Row>(question, [after])).rows;
      yield* page;
      if (page.length < PAGE) break;
      after = page.at(-1)!.id;
    }
  }
  await client.end();
}
