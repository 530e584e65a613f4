import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { makeOld, released } from '../../proofs/faults/starts/old-database.js';
import { startLoggedApp } from '../../support/logged-app.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { transferEvent } from '../../support/pushes.js';

const COMMANDS = {
  backup: ['dist/database/backup/backup-command.js', 'backup'],
  restore: ['dist/database/backup/backup-command.js', 'restore'],
  key: ['dist/access/key-command.js', '--scope', 'read'],
  'key list': ['dist/access/key-command.js', 'list'],
  extensions: ['dist/extensions/extensions-command.js'],
};

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

describe('a command', () => {
  let folder: string;
  let full: TestDatabase;
  let csv: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handoff-commands-'));
    csv = join(folder, 'extensions.csv');
    writeFileSync(csv, 'number,name,group\n1001,Reception,sales\n');
    full = await createTestDatabase();
    const app = await startLoggedApp({ DATABASE_URL: full.url });
    for (const callid of ['1.1', '2.2']) await app.post(transferEvent(callid));
    await app.stop();
  });
  afterAll(async () => {
    await full.drop();
    rmSync(folder, { recursive: true });
  });

  async function run(
    command: keyof typeof COMMANDS,
    env: Record<string, string>,
    ...args: string[]
  ): Promise<Outcome> {
    const settings = {
      ...process.env,
      DATA_DIR: '',
      DATABASE_URL: '',
      BACKUP_DIR: join(folder, 'backups'),
      ...env,
    };
    const rest = command === 'extensions' ? [csv, ...args] : args;
    return promisify(execFile)(process.execPath, [...COMMANDS[command], ...rest], { env: settings }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: Outcome) => ({ code, stdout, stderr }),
    );
  }

  it.each(['backup', 'key', 'key list', 'extensions'] as const)(
    '%s names the database and its transfers, and not the password',
    async (command) => {
      const { host, pathname, password } = new URL(full.url);
      const { code, stderr } = await run(command, { DATABASE_URL: full.url });
      expect(stderr).toContain(`The database ${pathname.slice(1)} on ${host} holds 2 transfers.`);
      expect(stderr).not.toContain(password);
      expect(code).toBe(0);
    },
  );

  it.each(['backup', 'key', 'key list', 'extensions'] as const)(
    '%s makes no new database',
    async (command) => {
      const dataDir = join(folder, 'data');
      const inFolder = await run(command, { DATA_DIR: dataDir });
      expect(inFolder).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^There is no database in .*data: set DATABASE_URL or DATA_DIR .*--env-file\.\n$/,
        ),
      });
      expect(existsSync(dataDir)).toBe(false);

      const empty = await createTestDatabase('empty');
      const outside = await run('key', { DATABASE_URL: empty.url });
      expect(outside).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/holds no tables of handoff: set /),
      });
      expect(await tablesOf(empty.url)).toBe(0);
      await empty.drop();
    },
  );

  it('backup of an empty database is an error, and writes no file', async () => {
    const empty = await createTestDatabase('migrated');
    const { code, stderr } = await run('backup', { DATABASE_URL: empty.url }, join(folder, 'nothing'));
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/holds 0 transfers\.\nThe database is empty: no backup/),
    ]);
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
    await empty.drop();
  });

  it('restore fills a database without tables, and says that it is new', async () => {
    const copies = join(folder, 'copies');
    await run('backup', { DATABASE_URL: full.url }, copies);
    const target = await createTestDatabase('empty');
    const file = join(copies, readdirSync(copies)[0]!);
    const { code, stderr } = await run('restore', { DATABASE_URL: target.url }, file);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/ is new\.\n$/)]);
    const again = await run('restore', { DATABASE_URL: target.url }, file);
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/holds 2 transfers\.\nThe database is not empty/),
    });
    await target.drop();
  });

  it('backup leaves a database of an older release as it is, and restore brings its file up to date', async () => {
    const old = await createTestDatabase('empty');
    const releases = await released();
    await makeOld(old.url, releases.length - 1);
    const before = await ledgerOf(old.url);
    const copies = join(folder, 'old');
    const { code, stderr } = await run('backup', { DATABASE_URL: old.url }, copies);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/ holds 40 transfers\.\n$/)]);
    expect(await ledgerOf(old.url)).toBe(before);
    const file = join(copies, readdirSync(copies)[0]!);
    const { migrations } = JSON.parse(gunzipSync(readFileSync(file)).toString('latin1').split('\n')[0]!);
    expect(migrations).toEqual(releases.slice(0, -1).map(({ name }) => name));

    // The newer program restores it, and brings it up to date.
    const target = await createTestDatabase('empty');
    const restored = await run('restore', { DATABASE_URL: target.url }, file);
    expect([restored.code, restored.stderr]).toEqual([0, expect.stringMatching(/ is new\.\n$/)]);
    expect(JSON.parse(await ledgerOf(target.url))).toHaveLength(releases.length);
    expect((await run('key list', { DATABASE_URL: target.url })).stderr).toMatch(/ holds 40 transfers/);
    await target.drop();
    await old.drop();
  });

  it('takes the settings of a named file, and says so', async () => {
    const file = join(folder, 'handoff.env');
    writeFileSync(file, `# of the service\nDATABASE_URL="${full.url}"\nLOG_FORMAT=json\n`);
    const { code, stderr } = await run('key list', { DATA_DIR: join(folder, 'data') }, '--env-file', file);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^Settings: .*handoff\.env\n.* holds 2 transfers\.\n$/),
    ]);
  });

  it('says in one sentence that the database is away', async () => {
    const away = new URL(full.url);
    away.port = '1';
    const { code, stderr } = await run('key list', { DATABASE_URL: away.href });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The database cannot be used: .*ECONNREFUSED.*\n$/),
    ]);
  });
});

async function tablesOf(url: string): Promise<number | null> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`);
  await client.end();
  return rowCount;
}

/** What the ledger says of migrations, as text. */
async function ledgerOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SELECT * FROM _prisma_migrations ORDER BY migration_name');
  await client.end();
  return JSON.stringify(rows);
}
