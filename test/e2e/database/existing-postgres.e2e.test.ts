import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { createCluster } from '../../support/postgres/cluster.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { createStandby } from '../../support/postgres/standby.js';
import { type LoggedApp, startLoggedApp } from '../../support/logged-app.js';
import { until } from '../../support/until.js';

const PUSHED = {
  event: 'Tranfer',
  callid: '1571981647.117',
  members: [
    { inbound: { from: '12345678', to: '1020', trunkname: 'siptrunk', channelid: 'PJSIP/trunk-0000002b' } },
    { ext: { number: '1020', channelid: 'PJSIP/1020-0000002c' } },
  ],
  sn: '369451090405',
};

/** Not ready, with this sentence, in the answers and once in the log; ready, and storing, after the remedy. */
async function expectMended(app: LoggedApp, sentence: RegExp, root: Client, remedy: string) {
  await until(async () => sentence.test((await app.get('/health/ready')).body.detail));
  const ready = await app.get('/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.body.detail).not.toMatch(/\n|schema_engine/);
  for (const path of ['/transfers', '/reports/transfers?by=day', '/calls/1'])
    expect((await app.get(path)).status).toBe(503);
  expect((await app.post(PUSHED)).status).toBe(503);
  const before = await sessions(root);
  await until(async () => (await sessions(root)) >= before + 3); // it has tried again meanwhile
  expect(app.log.filter((line) => line.includes(ready.body.detail))).toHaveLength(1);
  expect(app.log.filter((line) => line.includes('is on disk, also after a power cut'))).toEqual([]);
  await root.query(remedy);
  await until(async () => (await app.get('/health/ready')).status === 200);
  expect((await app.post(PUSHED)).body).toMatchObject({ status: 'stored' });
  expect((await app.get('/transfers')).body.data).toHaveLength(1);
}

async function sessions(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT sessions::int AS n FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]!.n;
}

describe('an existing PostgreSQL', () => {
  const role = `role_${randomBytes(6).toString('hex')}`;
  const owner = `owner_${randomBytes(6).toString('hex')}`;
  let target: TestDatabase;
  let admin: Client;
  /** The first database is only there to make roles from. */
  beforeAll(async () => {
    target = await createTestDatabase('empty');
    admin = new Client({ connectionString: target.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; CREATE ROLE ${owner} LOGIN PASSWORD 'x'`);
  });
  afterAll(async () => {
    await admin.query(`DROP ROLE ${role}, ${owner}`);
    await admin.end();
    await target.drop();
  });

  /** A database of its own, as the role sees it, with an administrator's connection. */
  async function inDatabase(work: (url: URL, root: Client) => Promise<void>) {
    const one = await createTestDatabase('empty');
    const root = new Client({ connectionString: one.url });
    root.on('error', () => {});
    await root.connect();
    const url = new URL(one.url);
    [url.username, url.password] = [role, 'x'];
    try {
      await work(url, root);
    } finally {
      await root.end();
      await one.drop();
    }
  }

  async function withApp(url: string, work: (app: LoggedApp) => Promise<void>) {
    const app = await startLoggedApp({ DATABASE_URL: url });
    try {
      await work(app);
    } finally {
      await app.stop();
    }
  }

  it('whose role may not make tables: the GRANT', () =>
    inDatabase(async (url, root) => {
      const grant = `GRANT CREATE ON SCHEMA public TO ${role};`;
      await withApp(url.href, (app) =>
        expectMended(app, new RegExp(`cannot be used: .*: run ${grant}$`), root, grant),
      );
    }));

  it('whose tables belong to another role: the GRANT', () =>
    inDatabase(async (url, root) => {
      await root.query(`GRANT CREATE, USAGE ON SCHEMA public TO ${owner}, ${role}`);
      const owned = new URL(url);
      owned.username = owner;
      await withApp(owned.href, async (app) => {
        expect((await app.get('/health/ready')).status).toBe(200);
      });
      const grant = `GRANT ${owner} TO ${role};`;
      await withApp(url.href, (app) =>
        expectMended(app, new RegExp(`belong to ${owner}.*: run ${grant}$`), root, grant),
      );
      await root.query(`REVOKE ${owner} FROM ${role}`);
    }));

  it('whose tables the role may look up but not write: the GRANT', () =>
    inDatabase(async (url, root) => {
      await root.query(`GRANT CREATE, USAGE ON SCHEMA public TO ${owner}, ${role}`);
      const owned = new URL(url);
      owned.username = owner;
      await withApp(owned.href, async () => {});
      await root.query(`GRANT SELECT ON _prisma_migrations TO ${role}`);
      const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};`;
      const app = await startLoggedApp({ DATABASE_URL: url.href });
      await until(async () => /: run GRANT /.test((await app.get('/health/ready')).body.detail));
      expect((await app.get('/transfers')).status).toBe(503);
      await root.query(grant);
      await until(async () => (await app.get('/health/ready')).status === 200);
      await app.stop();
    }));

  it('with a schema of its own, in the search_path or as schema= in the URL', () =>
    inDatabase(async (url, root) => {
      await root.query(`CREATE SCHEMA "call centre" AUTHORIZATION ${role}`);
      for (const [name, value] of [
        ['schema', 'call centre'],
        ['options', '-c search_path="call\\ centre"'],
      ] as const) {
        const there = new URL(url);
        there.searchParams.set(name, value);
        await withApp(there.href, async (app) => {
          expect((await app.get('/health/ready')).status).toBe(200);
          expect((await app.post(PUSHED)).body.status).toMatch(/stored|duplicate/);
          const { data } = (await app.get('/transfers')).body;
          expect(data).toHaveLength(1);
          expect(data[0].receivedAt).toMatch(/(Z|\+00:00)$/);
        });
      }
      expect((await root.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`)).rowCount).toBe(0);
    }));

  it('whose search_path names a schema that is not there: the CREATE SCHEMA', () =>
    inDatabase(async (url, root) => {
      url.searchParams.set('schema', 'nobody');
      const create = `CREATE SCHEMA "nobody" AUTHORIZATION ${role};`;
      await withApp(url.href, (app) =>
        expectMended(app, new RegExp(`schema "nobody" is not there: run ${create}$`), root, create),
      );
    }));

  it('that is read-only by its settings: the ALTER', () =>
    inDatabase(async (url, root) => {
      const { rows } = await root.query('SELECT current_database() AS name');
      await root.query(`GRANT CREATE ON SCHEMA public TO ${role}`);
      await root.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = on`);
      const alter = `ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = off;`;
      await withApp(url.href, (app) =>
        expectMended(
          app,
          new RegExp(`is read-only: run ${alter}$`),
          root,
          `SET transaction_read_only = off; ${alter}`,
        ),
      );
    }));

  it('whose database or password is wrong: what to set or run', () =>
    inDatabase(async (url) => {
      const gone = new URL(url);
      gone.pathname = 'no_such';
      await withApp(gone.href, async (app) => {
        expect((await app.get('/health/ready')).body.detail).toMatch(
          new RegExp(`run CREATE DATABASE "no_such" OWNER "${role}";$`),
        );
        expect((await app.get('/transfers')).status).toBe(503);
      });
      url.password = 'y';
      await withApp(url.href, async (app) => {
        const { detail } = (await app.get('/health/ready')).body;
        expect(detail).toMatch(/set the right user and password in DATABASE_URL/);
        expect((await app.get('/transfers')).status).toBe(503);
      });
    }));

  it('behind a pooler that does not pass on what a session asks for: the address to set', () =>
    inDatabase(async (url) => {
      const pooler = createServer((socket) =>
        socket.on('error', () => {}).once('data', () => socket.end(REFUSAL)),
      );
      pooler.listen(0, '127.0.0.1');
      await once(pooler, 'listening');
      url.port = String((pooler.address() as AddressInfo).port);
      await withApp(url.href, async (app) => {
        expect((await app.get('/health/ready')).body.detail).toMatch(
          /a pooler .* set DATABASE_URL to the address of PostgreSQL itself/,
        );
        expect((await app.get('/transfers')).status).toBe(503);
      });
      pooler.close();
    }));

  it('whose disk is full: not ready, and ready again once there is room', () =>
    inDatabase(async (url, root) => {
      await root.query(`GRANT CREATE ON SCHEMA public TO ${role}`);
      await withApp(url.href, async (app) => {
        expect((await app.post(PUSHED)).status).toBe(200);
        await root.query(FULL);
        expect((await app.post({ ...PUSHED, callid: '2.2' })).body.detail).toMatch(/no room/);
        const ready = await app.get('/health/ready');
        expect([ready.status, ready.body.detail]).toEqual([
          503,
          expect.stringMatching(/events cannot be stored/),
        ]);
        expect((await app.get('/transfers')).status).toBe(200);
        await root.query(ROOM_AGAIN);
        await until(async () => (await app.get('/health/ready')).status === 200);
        expect((await app.post({ ...PUSHED, callid: '2.2' })).status).toBe(200);
      });
    }));
});

describe('a PostgreSQL of its own', () => {
  it('that is a standby is said to be one; it is used once it is promoted', async () => {
    const primary = await createCluster();
    const url = await primary.createDatabase('handoff');
    const standby = await createStandby(primary);
    const app = await startLoggedApp({ DATABASE_URL: standby.url(new URL(url).pathname.slice(1)) });
    const { detail } = (await app.get('/health/ready')).body;
    expect(detail).toMatch(
      /it is a standby and cannot be written to: .* run SELECT pg_promote\(\); there\.$/,
    );
    expect((await app.get('/transfers')).status).toBe(200);
    const root = new Client({ connectionString: standby.url('postgres') });
    await root.connect();
    await root.query('SELECT pg_promote(true, 60)');
    await root.end();
    await until(async () => (await app.get('/health/ready')).status === 200);
    await app.stop();
    await standby.remove();
    await primary.remove();
  });

  it('that takes only connections with TLS: the parameter of DATABASE_URL', async () => {
    const cluster = await createCluster();
    const url = await cluster.createDatabase('handoff');
    const rules = join(cluster.dataDir, 'postgres', 'pg_hba.conf');
    writeFileSync(rules, 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    await cluster.stop();
    appendFileSync(rules, 'host postgres all 127.0.0.1/32 scram-sha-256\n'); // for the one who waits for its start
    await cluster.start();
    const app = await startLoggedApp({ DATABASE_URL: url });
    expect((await app.get('/health/ready')).body.detail).toMatch(
      /connections with TLS, add sslmode=verify-full to DATABASE_URL\.$/,
    );
    expect((await app.get('/transfers')).status).toBe(503);
    await app.stop();
    await cluster.remove();
  });
});

/** What PgBouncer answers to a session that begins with options. */
const REFUSAL = errorResponse('08P01', 'unsupported startup parameter: options');

function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

/** PostgreSQL's own error of a full disk, for each event and for each new table. */
const FULL = `
  CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
  CREATE FUNCTION no_room_for_tables() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
  CREATE TRIGGER no_room BEFORE INSERT ON transfers EXECUTE FUNCTION no_room();
  CREATE EVENT TRIGGER no_room ON ddl_command_start WHEN TAG IN ('CREATE TABLE AS')
    EXECUTE FUNCTION no_room_for_tables();`;
const ROOM_AGAIN = `DROP EVENT TRIGGER no_room; DROP TRIGGER no_room ON transfers`;
