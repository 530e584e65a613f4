import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type LoggedApp, startLoggedApp } from '../../support/logged-app.js';
import { testRoles, withApp } from '../../support/postgres/roles.js';
import { until } from '../../support/until.js';
import { transferEvent } from '../../support/pushes.js';

/** Not ready, with this sentence, in the answers and once in the log; ready, and storing, after the remedy. */
async function expectMended(app: LoggedApp, sentence: RegExp, root: Client, remedy: string) {
  await until(async () => sentence.test((await app.get('/health/ready')).body.detail));
  const ready = await app.get('/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.body.detail).not.toMatch(/\n|schema_engine/);
  for (const path of ['/transfers', '/reports/transfers?by=day', '/calls/1'])
    expect((await app.get(path)).status).toBe(503);
  expect((await app.post(transferEvent('1.1'))).status).toBe(503);
  const before = await sessions(root);
  await until(async () => (await sessions(root)) >= before + 3); // it has tried again meanwhile
  expect(app.log.filter((line) => line.includes(ready.body.detail))).toHaveLength(1);
  expect(app.log.filter((line) => line.includes('is on disk, also after a power cut'))).toEqual([]);
  await root.query(remedy);
  await until(async () => (await app.get('/health/ready')).status === 200);
  expect((await app.post(transferEvent('1.1'))).body).toMatchObject({ status: 'stored' });
  expect((await app.get('/transfers')).body.data).toHaveLength(1);
}

async function sessions(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT sessions::int AS n FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]!.n;
}

describe('an existing PostgreSQL', () => {
  const roles = testRoles();
  const { role, owner, inDatabase } = roles;
  beforeAll(roles.create);
  afterAll(roles.drop);

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

  it('with a schema of its own, which the URL names', () =>
    inDatabase(async (url, root) => {
      await root.query(`CREATE SCHEMA "call centre" AUTHORIZATION ${role}`);
      url.searchParams.set('schema', 'call centre');
      await withApp(url.href, async (app) => {
        expect((await app.get('/health/ready')).status).toBe(200);
        expect((await app.post(transferEvent('1.1'))).body.status).toMatch(/stored|duplicate/);
        const { data } = (await app.get('/transfers')).body;
        expect(data).toHaveLength(1);
        expect(data[0].receivedAt).toMatch(/(Z|\+00:00)$/);
      });
      expect((await root.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`)).rowCount).toBe(0);
    }));

  it('with a schema of its own, to which the search_path of the role leads: what to add to the URL', () =>
    inDatabase(async (url, root) => {
      await root.query(`CREATE SCHEMA "call centre" AUTHORIZATION ${role}`);
      url.searchParams.set('options', '-c search_path="call\\ centre"');
      await expect(withApp(url.href, async () => {})).rejects.toThrow(
        'leads to the schema call centre: add schema=call%20centre to the parameters of DATABASE_URL.',
      );
      expect((await root.query(`SELECT FROM pg_tables WHERE tablename = 'transfers'`)).rowCount).toBe(0);
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
});
