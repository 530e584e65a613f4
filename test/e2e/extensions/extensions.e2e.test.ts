import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Config } from '../../../src/config/config.js';
import { startApp } from '../../support/app.js';
import { storeMadeUp } from '../../support/stories/made-up-transfers.js';

let app: Awaited<ReturnType<typeof startApp>>;
let folder: string;
beforeAll(async () => {
  app = await startApp({}, { stories: 'written' });
  folder = mkdtempSync(join(tmpdir(), 'handoff-test-'));
  await storeMadeUp(app, 2, 200, '2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z');
});
afterAll(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true });
});

async function put(number: string, body: unknown, query = '') {
  const response = await fetch(`${app.url}/extensions/${number}${query}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** `npm run extensions -- file.csv` on the database of this test. */
function importing(csv: string) {
  const file = join(folder, 'extensions.csv');
  writeFileSync(file, csv);
  return promisify(execFile)(process.execPath, ['dist/extensions/extensions-command.js', file], {
    env: { ...process.env, DATABASE_URL: app.app.get(Config).databaseUrl! },
  });
}

describe('an extension that was named', () => {
  it('is listed, renamed, and keeps what is not mentioned', async () => {
    expect(await put('1001', { name: ' Reception ', group: 'sales' })).toEqual({
      status: 200,
      body: { sn: null, number: '1001', name: 'Reception', group: 'sales' },
    });
    await put('1001', { name: 'Front desk' });
    await put('020', { group: 'sales' }, '?sn=3631A2000001');
    expect((await app.get('/extensions')).body.data).toEqual([
      { sn: '3631A2000001', number: '020', name: null, group: 'sales' },
      { sn: null, number: '1001', name: 'Front desk', group: 'sales' },
    ]);
    await put('1001', { name: null });
    expect((await app.get('/extensions')).body.data[1]).toMatchObject({ name: null, group: 'sales' });
  });

  it('stands in reports by its name, and its group filters them as it filters the list', async () => {
    await put('1002', { name: 'Workshop', group: 'works' });
    await put('2000', { group: 'works' });
    const period = 'from=2026-11-01&to=2026-11-07';
    const { body } = await app.get(`/reports/transfers?by=ext&${period}&group=works&role=transferor`);
    expect(body.rows.map((row: { ext: string }) => row.ext).sort()).toEqual(['1002', '2000']);
    expect(body.names).toEqual({ '1002': 'Workshop' });
    const list = await app.get(`/transfers?${period}&group=works&role=transferor&count=true`);
    expect(body.totals.transfers).toBe(list.body.total);
    expect((await app.get(`/reports/transfers.html?by=ext&${period}`)).text).toContain('Workshop (1002)');
  });

  it.each([
    ['{}', 'name'],
    ['', 'name'],
    ['{"name":5}', 'name'],
    [`{"group":"${'x'.repeat(201)}"}`, 'group'],
    ['{"colour":"red","name":"x"}', 'colour'],
    [String.raw`{"name":"\ud800"}`, 'name'],
    ['{"constructor":"x","name":"x"}', 'constructor'],
  ])('%p is a 400 that names the field', async (body, path) => {
    expect(await put('1003', body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('is a 400 that names the number where that is none', async () => {
    expect(await put('%20', { name: 'x' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'number' }] },
    });
    expect(await put('1%002', { name: 'x' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'number' }] },
    });
  });

  it.each(['[]', '"x"', '{"name":', 'null', `{"name":"${' '.repeat(20_000)}"}`])(
    '%p is a 400 that says what to send',
    async (body) => {
      expect(await put('1003', body)).toMatchObject({
        status: 400,
        body: { detail: expect.stringMatching(/JSON object/) },
      });
    },
  );
});

describe('npm run extensions -- file.csv', () => {
  it('names all lines of the file, with commas or semicolons, a mark in front or not', async () => {
    const { stdout } = await importing(
      '\uFEFFnumber;name;group\r\n1020;"Hall; left";office\r\n007;Bond;\r\n',
    );
    expect(stdout).toContain('2 extensions');
    await importing('Number,Name\n1020,Hall\n');
    const { data } = (await app.get('/extensions')).body;
    expect(data).toContainEqual({ sn: null, number: '1020', name: 'Hall', group: 'office' });
    expect(data).toContainEqual({ sn: null, number: '007', name: 'Bond', group: null });
  });

  it('stores nothing where a line is wrong, and names each such line', async () => {
    const before = (await app.get('/extensions')).body;
    const failed = importing('number,name,group\n3001,A,b\n,B,b\n3001,C,d\n');
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/line 3: number is blank\nline 4: number 3001 stands twice/),
    });
    expect((await app.get('/extensions')).body).toEqual(before);
  });
});
