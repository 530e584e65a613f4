import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startApp } from '../../support/app.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { transferEvent } from '../../support/pushes.js';

/** A replica that lags for ever: another database with the same tables, in which nothing ever arrives. */
let replica: TestDatabase;
let app: Awaited<ReturnType<typeof startApp>>;
let id: string;

describe('replica reads', () => {
  beforeAll(async () => {
    replica = await createTestDatabase();
    app = await startApp({ DATABASE_REPLICA_URLS: replica.url });
    id = (await app.post(transferEvent('1.1'))).body.id as string;
  });
  afterAll(async () => {
    await app?.stop();
    await replica.drop().catch(() => {});
  });

  describe('with a replica for reading', () => {
    it('lists and reports are read there, and may be a moment behind', async () => {
      expect((await app.get('/transfers?count=true')).body).toEqual({ data: [], next: null, total: 0 });
      expect((await app.get('/reports/transfers?by=ext')).body.totals.transfers).toBe(0);
    });

    it('a transfer asked for by its id is read where it was written', async () => {
      expect((await app.get(`/transfers/${id}`)).status).toBe(200);
    });

    it('when it goes away nobody sees an error: the primary answers', async () => {
      await dropDatabase(replica.url);
      for (let n = 0; n < 10; n++) {
        const { status, body } = await app.get('/transfers');
        expect(status).toBe(200);
        expect(body.data).toHaveLength(1);
      }
      expect((await app.get('/metrics')).text).toMatch(/handoff_read_replicas\{state="resting"\} 1/);
    });
  });

  describe('with the primary away', () => {
    it('lists and reports go on from the replica, those of whole days too', async () => {
      const another = await createTestDatabase();
      const reader = await startApp({ DATABASE_REPLICA_URLS: another.url });
      const paths = [
        '/transfers',
        '/reports/transfers?by=ext&from=2020-01-01&to=2020-03-01',
        '/reports/transfers?by=ext',
      ];
      expect((await reader.get('/transfers')).status).toBe(200); // the keys are read once
      await dropDatabase(reader.databaseUrl);
      for (const path of paths) expect([path, (await reader.get(path)).status]).toEqual([path, 200]);
      await reader.app.close();
      await another.drop();
    });
  });
});

async function dropDatabase(address: string): Promise<void> {
  const url = new URL(address);
  const name = url.pathname.slice(1);
  url.pathname = 'postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await client.end();
}
