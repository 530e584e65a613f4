import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Truth } from '../src/simulator/truth.js';
import { startApp } from './support/app.js';
import { chromiumPath, startBrowser } from './support/browser.js';
import { play, send, told } from './support/stories.js';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** The simulator's days: all of them lie in it. */
const WEEK = 'from=2026-11-14&to=2026-11-20&tz=UTC';

const inABrowser = chromiumPath ? describe : describe.skip;
const why = chromiumPath ? '' : ' (skipped: Chromium is not installed; apt-get install chromium)';

inABrowser(`the page${why}`, () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  let browser: Browser;
  let truths: Truth[];
  beforeAll(async () => {
    const played = play({ days: 7, calls: 120, dialect: 'v2' });
    truths = played.truths;
    [app, browser] = await Promise.all([startApp({ SIMULATION: 'on' }), startBrowser()]);
    await send(app.url, played.events);
    await told(app.query);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** What went wrong in the browser and nobody saw. */
  const faults: string[] = [];
  afterEach(() => {
    const seen = faults.splice(0);
    if (seen.length > 0) throw new Error(seen.join('\n'));
  });

  async function open(query: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(`${app.url}/?${query}`);
    await page.waitForSelector('.panel:not([aria-busy=true]) .cell', { state: 'attached' });
    return page;
  }

  const figure = async (page: Page, selector: string) =>
    Number((await page.locator(selector).first().textContent())!.replace(/\D/g, ''));

  const listed = async (query: string): Promise<number> =>
    (await app.get(`/transfers?${WEEK}&${query}&limit=1&count=true`)).body.total;

  /** How many rows lie behind a mark, all pages of them walked. */
  async function rowsBehind(page: Page, href: string): Promise<number> {
    await page.locator(`a[href="${href}"]`).first().dispatchEvent('click');
    const sheet = page.locator('dialog');
    await sheet.locator('.summary').waitFor();
    for (const more = sheet.getByRole('button', { name: 'More rows' }); await more.isVisible();) {
      const before = await sheet.locator('tbody tr').count();
      await more.click();
      await page.waitForFunction((n) => document.querySelectorAll('dialog tbody tr').length > n, before);
    }
    const rows = await sheet.locator('tbody tr').count();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    return rows;
  }

  it('asks no other host, runs only its own scripts, and works over plain HTTP', async () => {
    const answer = await app.get('/');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|upgrade-insecure/);
    const page = await browser.newPage();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(`${app.url}/?${WEEK}`);
    await page.waitForSelector('.cell');
    expect([...hosts]).toEqual([app.url]);
    await page.close();
  });

  it('every figure is the one that really happened', async () => {
    const page = await open(WEEK);
    const outcomeOf = ({ decided, outcome }: Truth) => (decided.outcome ? outcome : 'unknown');
    expect(await figure(page, '.big b')).toBe(truths.length);
    const calls = new Set(truths.map(({ sn, callid }) => `${sn}|${callid}`)).size;
    expect(await figure(page, '.headline > span')).toBe(calls);
    for (const outcome of ['answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown'])
      expect({ [outcome]: await figure(page, `.tiles .${outcome} b`) }).toEqual({
        [outcome]: truths.filter((truth) => outcomeOf(truth) === outcome).length,
      });
    const perDay = await cells(page, '#time');
    expect(perDay.map(([, transfers]) => Number(transfers))).toEqual(
      [14, 15, 16, 17, 18, 19, 20].map(
        (day) => truths.filter(({ sentAt }) => sentAt.getUTCDate() === day).length,
      ),
    );
    const byHour = (await cells(page, '#week')).map(([, ...days]) => days.map(Number));
    expect(byHour).toEqual(
      Array.from({ length: 24 }, (_, hour) =>
        [1, 2, 3, 4, 5, 6, 0].map(
          (day) =>
            truths.filter(({ sentAt }) => sentAt.getUTCHours() === hour && sentAt.getUTCDay() === day).length,
        ),
      ),
    );
    await page.goto(`${app.url}/?${WEEK}&all=1`);
    await page.waitForSelector('#extensions tbody tr:nth-child(16)');
    const senders = (await cells(page, '#extensions')).map(([ext, transfers]) => [
      /^\d+/.exec(ext!)?.[0] ?? 'unknown',
      Number(transfers),
    ]);
    expect(Object.fromEntries(senders)).toEqual(
      counted(truths.map(({ decided, transferor }) => (decided.transferor ? transferor : 'unknown'))),
    );
    const ways = (await cells(page, '#who')).map(([from, to, transfers]) => [
      `${from} ${to}`,
      Number(transfers),
    ]);
    expect(Object.fromEntries(ways)).toEqual(
      counted(
        truths.map(
          ({ decided, transferor, target }) =>
            `${decided.transferor ? transferor : 'unknown'} ${decided.target ? target.number : 'unknown'}`,
        ),
      ),
    );
    await page.close();
  });

  it('a click on any mark leads to as many rows as the mark says', async () => {
    const page = await open(WEEK);
    const marks = await page.evaluate(() =>
      [
        '#who .marks',
        '#time .marks',
        '#week .marks',
        '#nobody',
        '#failed',
        '#extensions',
        '#callers',
        '.tiles',
      ].flatMap((chart) =>
        [...document.querySelectorAll(`${chart} a[href*="rows="]`)].slice(0, 200).map((link) => ({
          chart,
          href: link.getAttribute('href')!,
          says: link.getAttribute('aria-label') ?? link.querySelector('b')?.textContent ?? link.textContent,
        })),
      ),
    );
    // Of each chart the first, the last and some between: all of them would take minutes.
    const some = marks.filter(({ chart }, at) => {
      const same = marks.filter((mark) => mark.chart === chart);
      const place = same.indexOf(marks[at]!);
      return place % Math.ceil(same.length / 3) === 0 || place === same.length - 1;
    });
    expect(new Set(some.map(({ chart }) => chart)).size).toBe(8);
    for (const { chart, href, says } of some) {
      const said = Number(/(\d+)(?: [a-z ]+(?:, then \d+)?(?: \(.*\))?)?$/.exec(says)?.[1]);
      expect({ chart, says, rows: await rowsBehind(page, href) }).toEqual({ chart, says, rows: said });
    }
    await page.close();
  }, 60_000);

  it('a filter narrows every figure, stands in the URL, and the back button takes it away', async () => {
    const page = await open(WEEK);
    await page.getByLabel('Direction').selectOption('inbound');
    await page.waitForURL(/direction=inbound/);
    const inbound = await listed('direction=inbound');
    await page.waitForFunction((n) => document.querySelector('.big b')?.textContent === String(n), inbound);
    expect(inbound).toBeLessThan(truths.length);
    await page.goBack();
    await page.waitForFunction(
      (n) => document.querySelector('.big b')?.textContent === String(n),
      truths.length,
    );
    await page.close();
  });

  it('a row leads to the story of its call', async () => {
    const page = await open(`${WEEK}&rows=outcome%3Danswered`);
    await page.locator('dialog .rows a').first().click();
    await page.waitForSelector('dialog svg.lanes .talks');
    expect(await page.locator('dialog .told li').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('a transfer posted while the page is open appears within 2 seconds', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/`);
    await page.waitForSelector('.state.live');
    const members = ['2000', '4711'].map((number) => ({ ext: { number, channelid: `PJSIP/${number}-1` } }));
    await app.post({ event: 'Tranfer', callid: '1795000000.1', members, sn: '369451090405' });
    await page.locator('#live td', { hasText: '4711' }).first().waitFor({ timeout: 2_000 });
    expect(await page.locator('#live .guess').first().textContent()).toContain('inferred');
    await page.close();
  });

  it('what it offers as CSV is what the API gives', async () => {
    const page = await open(`${WEEK}&direction=inbound`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Transfers as CSV' }).click(),
    ]);
    // What fetch gives as text has no byte order mark.
    const file = readFileSync(await download.path(), 'utf8').replace(/^\uFEFF/, '');
    expect(file).toBe((await app.get(`/transfers.csv?${WEEK}&direction=inbound`)).text);
    expect(file.trim().split('\r\n')).toHaveLength(1 + (await listed('direction=inbound')));
    await page.close();
  });

  it('print has every chart, and nothing of the screen', async () => {
    const page = await open(WEEK);
    await page.emulateMedia({ media: 'print' });
    for (const chart of [
      '.figures .bar',
      '#who .marks',
      '#time .marks',
      '#week .marks',
      '#extensions table',
      '#nobody .bar',
      '#callers table',
      '#chain table',
    ])
      expect({ [chart]: await page.locator(chart).first().isVisible() }).toEqual({ [chart]: true });
    expect(await page.locator('.hand').isVisible()).toBe(false);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(30_000);
    await page.close();
  });

  it('goes by keyboard alone: to a mark, its rows, a story, and back', async () => {
    const page = await open(WEEK);
    const focused = (selector: string) =>
      page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    for (let n = 0; n < 40 && !(await focused('#who .marks a')); n++) await page.keyboard.press('Tab');
    expect(await focused('#who .marks a')).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await focused('#who .marks a')).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog .rows a');
    for (let n = 0; n < 6 && !(await focused('dialog .rows a')); n++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog .told');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await focused('#who .marks a')).toBe(true);
    await page.close();
  });

  it.each(<[string, BrowserContextOptions, string][]>[
    ['on a desk', {}, ''],
    ['in the dark', { colorScheme: 'dark' }, ''],
    ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }, ''],
    ['with its rows open', {}, '&rows=outcome%3Danswered'],
  ])('%s axe finds nothing, and nothing is wider than the screen', async (_, options, more) => {
    const page = await open(WEEK + more, options);
    if (more) await page.waitForSelector('dialog .rows a');
    // The page's own policy forbids foreign scripts, so axe comes by way of the debugger.
    const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
    const { violations } = found as { violations: { id: string; nodes: { html: string }[] }[] };
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.close();
  });

  it('once a key exists it asks for one, and a key opens it', async () => {
    const { key } = await app.makeKey(['read']);
    const page = await browser.newPage();
    await page.waitForTimeout(2_200); // so long a list of keys counts as fresh
    await page.goto(`${app.url}/?${WEEK}`);
    await page.getByLabel('Key').fill('handoff_wrong_key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForSelector('.big b');
    expect(await figure(page, '.big b')).toBe(truths.length);
    await page.close();
  });
});

inABrowser(`before the first event${why}`, () => {
  it('the page says how to point a PBX at it, and shows the first transfer by itself', async () => {
    const app = await startApp();
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(app.url);
      await page.waitForSelector('.first');
      expect(await page.locator('.first').textContent()).toContain(`${app.url}/events`);
      expect(await page.locator('.first').textContent()).toContain('npm run simulate');
      const members = ['2000', '1020'].map((number) => ({ ext: { number, channelid: `PJSIP/${number}-1` } }));
      await app.post({ event: 'Tranfer', callid: '1795000000.1', members, sn: '369451090405' });
      await page.waitForSelector('.big b', { timeout: 8_000 });
      await page.close();
    } finally {
      await browser.close();
      await app.stop();
    }
  });
});

/** The text of a panel's table, without its head. */
async function cells(page: Page, panel: string): Promise<string[][]> {
  return page
    .locator(`${panel} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())),
    );
}

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
