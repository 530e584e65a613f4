import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Database } from '../../../src/database/database.js';
import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { transferEvent } from '../../support/pushes.js';

const GOOD = JSON.stringify(transferEvent('7.1'));

let app: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  app = await startApp({ EVENT_SECRETS: 'the-right-secret' });
});
afterAll(() => app?.stop());

const send = (body: string | Blob, secret = 'the-right-secret') => app.post(body, {}, `/events/${secret}`);

describe('the quarantine', () => {
  it('shows what was refused, why, from which address and how often, and returns it byte for byte', async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0x00, 0x22]);
    const { body: refused } = await send(new Blob([bytes], { type: 'text/plain' }));
    await send(new Blob([bytes], { type: 'text/plain' }));
    const { body } = await app.get(`/quarantine/${refused.quarantined}`);
    expect(body).toEqual({
      id: refused.quarantined,
      cause: 'fault',
      source: '127.0.0.1',
      contentType: 'text/plain',
      bytes: 4,
      count: 2,
      firstAt: expect.any(String),
      lastAt: expect.any(String),
      errors: refused.errors,
    });
    const raw = await fetch(`${app.url}/quarantine/${refused.quarantined}/raw`);
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(bytes);
    expect(raw.headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await app.get('/quarantine')).body.data).toContainEqual(body);
  });

  it('pages through all of it, newest first, each once', async () => {
    for (let n = 0; n < 7; n++) await send(`not json ${n}`);
    const ids: string[] = [];
    for (let path: string | null = '/quarantine?limit=3'; path;) {
      const { body } = await app.get(path);
      ids.push(...body.data.map(({ id }: { id: string }) => id));
      path = body.next && `/quarantine?limit=3&cursor=${body.next}`;
    }
    expect(ids).toHaveLength(8);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => (a < b ? 1 : -1)));
  });

  it('replays what came with a mistyped secret, with its first arrival time; then it is gone from here', async () => {
    const { body: refused } = await send(GOOD, 'the-wrong-secret');
    const before = await app.get(`/quarantine/${refused.quarantined}`);
    const replayed = await app.post('', {}, `/quarantine/${refused.quarantined}/replay`);
    expect(replayed.body).toEqual({ status: 'stored', id: expect.any(String) });
    const { body: transfer } = await app.get(`/transfers/${replayed.body.id}`);
    expect(transfer.receivedAt).toBe(before.body.firstAt);
    expect((await app.get(`/quarantine/${refused.quarantined}`)).status).toBe(404);
    expect((await send(GOOD)).body).toEqual({ status: 'duplicate', id: replayed.body.id });
  });

  it('a replay of all takes what this version understands, and leaves and does not count the rest again', async () => {
    // As an older version would have left it: one it could not read, and we can.
    await app.query(
      `INSERT INTO quarantined_bodies (sn, id, digest, source, errors, first_at, last_at, body)
       VALUES ('', gen_random_uuid(), '\\x00', '10.0.0.1', '[]', '2026-01-02T03:04:05Z', now(), $1)`,
      [Buffer.from(GOOD.replace('7.1', '7.2'))],
    );
    const { data } = (await app.get('/quarantine?limit=500')).body;
    const { body } = await app.post('', {}, '/quarantine/replay');
    expect(body).toEqual({
      replayed: data.length,
      stored: 1,
      duplicate: 0,
      recorded: 0,
      ignored: 0,
      quarantined: 0,
      gone: 0,
      refused: data.length - 1,
    });
    expect((await app.get('/transfers?callid=7.2')).body.data[0].receivedAt).toBe('2026-01-02T03:04:05.000Z');
    const left = (await app.get('/quarantine?limit=500')).body.data;
    expect(left).toEqual(
      data.filter(({ id }: { id: string }) => left.some((one: { id: string }) => one.id === id)),
    );
    expect(left).toHaveLength(data.length - 1);
  });

  it('a body that the database cannot keep stays, and does not keep a replay from the others', async () => {
    const { body: refused } = await send(GOOD.replace('7.1', randomBytes(5_000).toString('hex')));
    expect(refused.errors).toEqual([{ path: '', message: expect.stringMatching(/^the database cannot/) }]);
    const one = await app.post('', {}, `/quarantine/${refused.quarantined}/replay`);
    expect(one.body).toEqual({ status: 'refused', errors: refused.errors });
    expect((await app.post('', {}, '/quarantine/replay')).body).toMatchObject({ stored: 0 });
    expect((await app.get(`/quarantine/${refused.quarantined}`)).status).toBe(200);
  });

  it('a refused body that comes again just when room is made for newer ones stays', async () => {
    const { body: refused } = await send('comes again');
    const pool = app.app.get(Database).pool;
    const again = await pool.connect();
    try {
      await app.query(
        `INSERT INTO quarantined_bodies (sn, id, digest, source, errors, first_at, last_at, body)
         VALUES ('', gen_random_uuid(), '\\x01', '127.0.0.1', '[]', now(), now(), convert_to(repeat('x', 64 * 1024 * 1024), 'UTF8'))`,
      );
      await again.query('BEGIN');
      await again.query('UPDATE quarantined_bodies SET count = count + 1, last_at = now() WHERE id = $1', [
        refused.quarantined,
      ]);
      const newer = [1, 2, 3].map((n) => send(String(n).repeat(250_000)));
      await until(async () => {
        const { rows } = await pool.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%DELETE FROM quarantined%' AND pid <> pg_backend_pid()`,
        );
        return rows.length > 0;
      });
      await again.query('COMMIT');
      await Promise.all(newer);
    } finally {
      again.release();
    }
    expect((await app.get(`/quarantine/${refused.quarantined}`)).body.count).toBe(2);
  });

  it.each(['fault', 'refusal'])(
    'what one sender fills it with (%s) pushes out its own oldest, and nothing of another sender, however old',
    async (cause) => {
      const keep = async (source: string, at: string, text: string) => {
        const [row] = await app.query(
          `INSERT INTO quarantined_bodies (sn, id, digest, source, errors, first_at, last_at, body, cause)
           VALUES ('', gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), $1, '[]', $2, $2, convert_to(${text}, 'UTF8'), $3)
           RETURNING id`,
          [source, at, cause],
        );
        return async () => (await app.get(`/quarantine/${(row as { id: string }).id}`)).status;
      };
      const another = await keep('10.0.0.1', '2026-01-01', `'small'`);
      const oldest = await keep('127.0.0.1', '2026-01-02', `'small'`);
      const junk = await keep('127.0.0.1', '2026-01-03', `repeat('x', 64 * 1024 * 1024)`);
      const secret = cause === 'fault' ? undefined : 'the-wrong-secret';
      for (const n of [1, 2, 3]) await send(`${cause}${String(n).repeat(250_000)}`, secret);
      expect({ another: await another(), oldest: await oldest(), junk: await junk() }).toEqual({
        another: 200,
        oldest: 404,
        junk: 404,
      });
    },
  );

  it.each(['/quarantine?cursor=x', '/quarantine?limit=0', '/quarantine?cause=x', '/quarantine?nonsense=1'])(
    '%s is a 400',
    async (path) => {
      expect((await app.get(path)).status).toBe(400);
    },
  );
});
