import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type LoggedApp, startLoggedApp } from '../../support/logged-app.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { freePort } from '../../support/postgres/port.js';
import { transferEvent } from '../../support/pushes.js';

describe('npm run doctor', () => {
  let folder: string;
  let target: TestDatabase;
  let app: LoggedApp;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handoff-doctor-'));
    target = await createTestDatabase();
    app = await startLoggedApp({ DATABASE_URL: target.url });
    await app.post(transferEvent('1.1'));
  });
  afterAll(async () => {
    await app.stop();
    await target.drop();
    rmSync(folder, { recursive: true });
  });

  /** With no settings but these. */
  async function run(script: string, settings: Record<string, string>, ...args: string[]) {
    const env = {
      PATH: process.env['PATH'],
      BACKUP_DIR: join(folder, 'backups'),
      DATA_DIR: join(folder, 'data'),
      ...settings,
    };
    return promisify(execFile)(process.execPath, [script, ...args], { env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  }
  const doctor = (settings: Record<string, string>, ...args: string[]) =>
    run('dist/operations/doctor/doctor-command.js', settings, ...args);

  it('says how a program without troubles is, and ends with 0', async () => {
    const settings = { DATABASE_URL: target.url, PORT: String(app.port) };
    await run('dist/database/backup/backup-command.js', settings, 'backup');
    const { code, stdout } = await doctor(settings);
    const { host, pathname, password } = new URL(target.url);
    for (const said of [
      /^Settings +in the environment: BACKUP_DIR DATABASE_URL DATA_DIR PORT$/m,
      new RegExp(`^Program +runs on port ${app.port}, and stores events$`, 'm'),
      /^Links +none: PBXes push by themselves$/m,
      /^Jobs +.*stories ok/m,
      new RegExp(`^Database +The database ${pathname.slice(1)} on ${host}: .*B, transfers: 1$`, 'm'),
      /^ +PostgreSQL \d+: what is answered 200 is on disk, also after a power cut$/m,
      /^PBXes +369451090405 \(\S+\): last transfer 0 min ago$/m,
      /^Refused +nothing is in quarantine$/m,
      /^ +the latest is of 0 min ago, .*\.handoff\.gz$/m,
      /^Nothing needs doing\.$/m,
    ])
      expect(stdout).toMatch(said);
    expect(stdout).not.toContain(password);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(24);
    expect(code).toBe(0);
  });

  it('says what to do of each trouble, and ends with 1', async () => {
    expect((await app.post('no event at all')).status).not.toBe(200);
    const { code, stdout } = await doctor({
      DATABASE_URL: target.url,
      PORT: String(await freePort()),
      BACKUP_DIR: join(folder, 'none'),
      DATABSE_URL: 'mistyped',
    });
    for (const said of [
      /^ +-> DATABSE_URL is not known here; did you mean DATABASE_URL\?$/m,
      /^Program +does not answer on port \d+\n +-> Start it/m,
      /^Refused +1 bodies \(came 1 times\): .*\n +-> GET \/quarantine shows them/m,
      /^ +there is no backup\n +-> Make one with npm run backup/m,
      /^To do: 4, marked ->$/m,
    ])
      expect(stdout).toMatch(said);
    expect(code).toBe(1);
  });

  it('says which settings are from which file, and what is wrong with them', async () => {
    const file = join(folder, 'handoff.env');
    writeFileSync(file, `DATABASE_URL=mysql://x\nHOST=0.0.0.0\n`);
    const { code, stdout } = await doctor({}, '--env-file', file);
    expect(stdout).toMatch(/^Settings +in .*handoff\.env: DATABASE_URL HOST$/m);
    expect(stdout).toMatch(/-> DATABASE_URL is not right\. It is a PostgreSQL/);
    expect(stdout).toMatch(/-> HOST can be reached from other machines/);
    expect(code).toBe(1);
  });

  it('makes nothing: no folder, no table', async () => {
    const inFolder = await doctor({ PORT: String(app.port) });
    expect(inFolder.stdout).toMatch(/the program's own, in .*data: it does not run/);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    const empty = await createTestDatabase('empty');
    const outside = await doctor({ DATABASE_URL: empty.url });
    expect(outside.stdout).toMatch(/-> It has no tables of handoff: start the program, which makes them\./);
    const client = new Client({ connectionString: empty.url });
    await client.connect();
    expect((await client.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`)).rowCount).toBe(0);
    await client.end();
    await empty.drop();
  });

  it('says of a read-only server what to run', async () => {
    const readOnly = await createTestDatabase();
    const { pathname } = new URL(readOnly.url);
    const client = new Client({ connectionString: readOnly.url });
    await client.connect();
    await client.query(`ALTER DATABASE ${pathname.slice(1)} SET default_transaction_read_only = on`);
    await client.end();
    const { stdout } = await doctor({ DATABASE_URL: readOnly.url });
    expect(stdout).toMatch(
      /-> The database cannot be used: it is read-only: run ALTER DATABASE \S+ SET default/,
    );
    await readOnly.drop();
  });
});
