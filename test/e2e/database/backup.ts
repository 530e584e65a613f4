import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { backUp, restore } from '../../../src/database/backup/backup.js';
import { Database } from '../../../src/database/database.js';
import { startApp } from '../../support/app.js';
import { createTestDatabase } from '../../support/postgres/database.js';
import { recordEvent, transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

describe('a backup', () => {
  let app: App;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handoff-backup-'));
    app = await startApp();
    for (let n = 0; n < 50; n++) await app.deliver(transferEvent(`1.${n}`, { from: `+4930555${n}` }));
    await app.deliver('{"event":"Tranfer","callid":"\\\\.\\n\\ttab","members":[]}');
    await app.deliver(recordEvent('1.1', { callfrom: 'a\tb\n\\.' }));
    await app.makeKey(['read'], ['A', 'B,"x"']);
  });
  afterAll(async () => {
    await app?.stop();
    rmSync(folder, { recursive: true });
  });

  const content = async (database: Database) => {
    const rows: Record<string, unknown> = {};
    for (const table of ['transfers', 'members', 'recorded_events', 'quarantined_bodies', 'access_keys'])
      rows[table] = (
        await database.pool.query(
          `SELECT to_jsonb(t) - 'created_tx' - 'changed_tx' AS row FROM ${table} t ORDER BY t::text`,
        )
      ).rows;
    return rows;
  };

  it('restored into an empty database is the same to the byte, and only into an empty one', async () => {
    const file = await backUp(app.app.get(Database), folder);
    const target = await createTestDatabase();
    const database = new Database(target.url);
    try {
      await database.open();
      const counts = await restore(database, file);
      expect(counts).toMatchObject({
        transfers: 50,
        members: 100,
        recorded_events: 1,
        quarantined_bodies: 1,
        access_keys: 1,
      });
      expect(await content(database)).toEqual(await content(app.app.get(Database)));
      await expect(restore(database, file)).rejects.toThrow(/not empty/);
    } finally {
      await database.onApplicationShutdown();
      await target.drop();
    }
  });

  it('that is cut off, of another version, or none at all restores nothing', async () => {
    const file = await backUp(app.app.get(Database), folder);
    const text = gunzipSync(readFileSync(file)).toString('latin1');
    const target = await createTestDatabase();
    const database = new Database(target.url);
    const damaged = join(folder, 'damaged.gz');
    try {
      await database.open();
      for (const [bad, why] of [
        [text.slice(0, text.indexOf('{"table":"transfers"') + 3_000), /damaged|invalid|missing/],
        [text.replace('20261122000000_init', '20270101000000_later'), /another version/],
        ['something else', /no backup/],
      ] as const) {
        writeFileSync(damaged, gzipSync(Buffer.from(bad, 'latin1')));
        await expect(restore(database, damaged)).rejects.toThrow(why);
      }
      expect((await database.pool.query('SELECT FROM transfers')).rowCount).toBe(0);
      expect((await database.pool.query('SELECT FROM access_keys')).rowCount).toBe(0);
    } finally {
      await database.onApplicationShutdown();
      await target.drop();
    }
  });
});
