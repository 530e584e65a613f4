import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { startLoggedApp } from '../../support/logged-app.js';
import { createCluster } from '../../support/postgres/cluster.js';
import { testRoles, withApp } from '../../support/postgres/roles.js';
import { createStandby } from '../../support/postgres/standby.js';
import { until } from '../../support/until.js';
import { transferEvent } from '../../support/pushes.js';

describe('a PostgreSQL', () => {
  const roles = testRoles();
  const { role, inDatabase } = roles;
  beforeAll(roles.create);
  afterAll(roles.drop);

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
        expect((await app.post(transferEvent('1.1'))).status).toBe(200);
        await root.query(FULL);
        expect((await app.post(transferEvent('2.2'))).body.detail).toMatch(/no room/);
        const ready = await app.get('/health/ready');
        expect([ready.status, ready.body.detail]).toEqual([
          503,
          expect.stringMatching(/events cannot be stored/),
        ]);
        expect((await app.get('/transfers')).status).toBe(200);
        await root.query(ROOM_AGAIN);
        await until(async () => (await app.get('/health/ready')).status === 200);
        expect((await app.post(transferEvent('2.2'))).status).toBe(200);
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
