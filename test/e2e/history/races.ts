import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { startApp } from '../../support/app.js';
import { openStream } from '../../support/event-stream.js';
import { until } from '../../support/until.js';

/** `npm run races` forces ten thousand. */
const RACES = Number(process.env['RACES'] ?? 300);
const AT_ONCE = 6;

let app: Awaited<ReturnType<typeof startApp>>;
let pool: Pool;

const INSERT = `WITH t AS (
    INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_basis, identity, last_delivered_at)
    VALUES ('race', $1, $2::text, 'v2', now(), 'internal', 'unknown', sha256($2::text::bytea), now()))
  INSERT INTO members (sn, transfer_id, position, kind, number, received_at) VALUES ('race', $1, 1, 'ext', '1', now())`;
const UPDATE_STORY = `UPDATE transfers SET outcome = 'answered', changed_tx = pg_current_xact_id() WHERE sn = 'race' AND id = $1`;

/** One takes its transaction id first and commits last; the other one overtakes it in between. */
async function race(n: number, committed: string[]) {
  const [slow, fast] = [await pool.connect(), await pool.connect()];
  const [first, second] = [uuidv7(), uuidv7()];
  try {
    await slow.query('BEGIN');
    await slow.query(INSERT, [first, `slow ${n}`]);
    await fast.query('BEGIN');
    await fast.query(INSERT, [second, `fast ${n}`]);
    await fast.query('COMMIT');
    committed.push(second);
    await fast.query('BEGIN');
    await fast.query(UPDATE_STORY, [second]);
    await slow.query('COMMIT');
    committed.push(first);
    await slow.query('BEGIN');
    await slow.query(UPDATE_STORY, [first]);
    await slow.query('COMMIT');
    await fast.query('COMMIT');
  } finally {
    slow.release();
    fast.release();
  }
}

describe('races', () => {
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    pool = new Pool({ connectionString: app.databaseUrl, max: 2 * AT_ONCE });
  });
  afterAll(async () => {
    await pool?.end();
    await app?.stop();
  });

  it(`${RACES} races of overtaking commits: the stream sends each transfer and each story once, the export misses none`, async () => {
    const path = `${app.url}/transfers/stream?sn=race`;
    const whole = await openStream(path);
    let part = await openStream(path);
    const parts = [part];
    const committed: string[] = [];
    let racing = true;
    let n = 0;
    const racers = Array.from({ length: AT_ONCE }, async () => {
      while (n < RACES) {
        if (n > 0 && n % 1_000 === 0) process.stderr.write(`${n} of ${RACES} races\n`);
        await race(n++, committed);
      }
    });
    /** So many commits later, or at the end. */
    const untilMore = async (commits: number) => {
      const stood = committed.length;
      await until(() => !racing || committed.length >= stood + commits);
    };
    // One listener goes away and comes back all the time; exports run beside.
    const resuming = (async () => {
      while (racing) {
        await untilMore(12);
        await part.close();
        parts.push((part = await openStream(path, part.lastEventId)));
      }
    })();
    let exported = 0;
    const exporting = (async () => {
      do {
        const stood = committed.slice();
        const ids = new Set(
          (await app.get('/transfers.ndjson?sn=race')).text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line).id),
        );
        expect(stood.filter((id) => !ids.has(id))).toEqual([]);
        exported += 1;
        await untilMore(4);
      } while (racing);
    })();
    await Promise.all(racers);
    racing = false;
    await Promise.all([resuming, exporting]);

    const expected = committed.flatMap((id) => [`transfer ${id}`, `story ${id}`]).sort();
    const sent = (streams: (typeof part)[]) =>
      streams.flatMap((s) => s.events.map(({ event, data }) => `${event} ${data.id}`));
    await until(() => sent([whole]).length >= expected.length && sent(parts).length >= expected.length);
    expect(sent([whole]).sort()).toEqual(expected);
    expect(sent(parts).sort()).toEqual(expected);
    expect(expected).toHaveLength(4 * RACES);
    expect(parts.length).toBeGreaterThan(2);
    expect(exported).toBeGreaterThan(0);
    await whole.close();
    await part.close();
  });
});
