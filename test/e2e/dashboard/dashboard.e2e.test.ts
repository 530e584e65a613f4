import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startApp } from '../../support/app.js';
import { chromiumPath, startBrowser } from '../../support/browser.js';
import { play, send, storiesComputed } from '../../support/stories/stories.js';
import { callsOf, grouped, knownOf, type Known, medianWait, UNKNOWN } from '../../support/stories/truths.js';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

const OUTCOMES = ['answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown'];

/** The simulator's days: all of them lie in it. */
const WEEK = 'from=2026-11-14&to=2026-11-20&tz=UTC';

const inABrowser = chromiumPath ? describe : describe.skip;
const why = chromiumPath ? '' : ' (skipped: Chromium is not installed; apt-get install chromium)';

inABrowser(`the page${why}`, () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  let browser: Browser;
  let known: Known[];
  beforeAll(async () => {
    const played = play({ days: 7, calls: 120 });
    known = knownOf(played.truths, played.events);
    [app, browser] = await Promise.all([startApp({ SIMULATION: 'on' }), startBrowser()]);
    await send(app.url, played.events);
    await storiesComputed(app.query);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** What went wrong in the browser and no test looks for. */
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
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0); // nobody is signed in
    await page.close();
  });

  it('every figure is the one that really happened', async () => {
    const page = await open(`${WEEK}&all=1`);
    await page.waitForSelector('#extensions tbody tr:nth-child(16)');
    const ended = (list: Known[], ...outcomes: string[]) =>
      list.filter(({ outcome }) => outcomes.includes(outcome)).length;
    const lost = (list: Known[]) => ended(list, 'unanswered', 'failed', 'returned', 'abandoned');
    const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;

    expect(await figure(page, '.big b')).toBe(known.length);
    expect(await figure(page, '.headline > span')).toBe(callsOf(known));
    for (const outcome of OUTCOMES)
      expect({ [outcome]: await page.locator(`.tiles .${outcome} a`).innerText() }).toEqual({
        [outcome]: expect.stringMatching(
          new RegExp(`\\s${ended(known, outcome)}\\s+${percent(ended(known, outcome), known.length)}$`),
        ),
      });
    const [certain, inferred, nobody] = (await page.locator('.sure b').allInnerTexts()).map(Number);
    expect([certain! + inferred!, nobody]).toEqual([
      known.filter(({ from }) => from !== UNKNOWN).length,
      known.filter(({ from }) => from === UNKNOWN).length,
    ]);

    const perDay = (await cells(page, '#time')).map(([, transfers, , ...outcomes]) => [
      transfers,
      ...outcomes,
    ]);
    const days = [14, 15, 16, 17, 18, 19, 20].map((day) =>
      known.filter(({ sentAt }) => sentAt.getUTCDate() === day),
    );
    expect(perDay).toEqual(
      days.map((list) => [list.length, ...OUTCOMES.map((outcome) => ended(list, outcome))].map(String)),
    );
    const byHour = (await cells(page, '#week')).map(([, ...weekdays]) => weekdays.map(Number));
    expect(byHour).toEqual(
      Array.from({ length: 24 }, (_, hour) =>
        [1, 2, 3, 4, 5, 6, 0].map(
          (day) =>
            known.filter(({ sentAt }) => sentAt.getUTCHours() === hour && sentAt.getUTCDay() === day).length,
        ),
      ),
    );

    const numberOf = (cell = '') => /^[\d*#+]+/.exec(cell)?.[0] ?? UNKNOWN;
    const bySender = grouped(known, ({ from }) => from);
    const perExtension = await cells(page, '#extensions');
    expect(
      Object.fromEntries(
        perExtension.map(([ext, transfers, , , taken, missed]) => [
          numberOf(ext),
          [transfers, taken, missed],
        ]),
      ),
    ).toEqual(
      mapped(bySender, (list) => [
        String(list.length),
        percent(ended(list, 'answered'), list.length),
        String(lost(list)),
      ]),
    );
    for (const [ext, , , , , , wait] of perExtension) {
      // A PBX reports an answer some ms after it, which can be the next second.
      const [shown, truth] = [seconds(wait!), medianWait(bySender.get(numberOf(ext))!)];
      expect([ext, wait, truth, Math.abs((shown ?? -9) - (truth ?? -9)) <= 1]).toEqual([
        ext,
        wait,
        truth,
        true,
      ]);
    }

    const ways = grouped(known, ({ from, to }) => `${from} ${to}`);
    const drawn = (await cells(page, '#who')).map(([from, to, transfers, taken, back]) => [
      `${numberOf(from)} ${numberOf(to)}`,
      [Number(transfers), Number(taken), Number(back!.replace(/\D/g, ''))],
    ]);
    expect(Object.fromEntries(drawn)).toEqual(
      mapped(ways, (list) => {
        const [{ from, to }] = list as [Known];
        const back = from !== UNKNOWN && to !== UNKNOWN ? (ways.get(`${to} ${from}`)?.length ?? 0) : 0;
        return [list.length, ended(list, 'answered'), back];
      }),
    );

    /** A table of the worst: each line right, and none worse left out. */
    const worst = (
      shown: [string, number[]][],
      all: Map<string, Known[]>,
      of: (list: Known[]) => number[],
      rank: number,
    ) => {
      for (const [name, figures] of shown) expect([name, figures]).toEqual([name, of(all.get(name) ?? [])]);
      const ranks = [...all.values()].map((list) => of(list)[rank]!).sort((a, b) => b - a);
      expect(shown.map(([, figures]) => figures[rank])).toEqual(ranks.slice(0, shown.length));
      expect(shown.length).toBe(Math.min(8, ranks.filter((n) => n > 0).length));
    };
    const targets = grouped(known, ({ to }) => to);
    worst(
      (await cells(page, '#nobody')).map(([target, , missed]) => [
        numberOf(target),
        [Number(missed!.split(' ')[0])],
      ]),
      targets,
      (list) => [lost(list)],
      0,
    );
    worst(
      (await cells(page, '#failed')).map(([way, , failed, returned]) => [
        way!.split(' → ').map(numberOf).join(' '),
        [Number(failed) + Number(returned), Number(failed), Number(returned)],
      ]),
      ways,
      (list) => [ended(list, 'failed', 'returned'), ended(list, 'failed'), ended(list, 'returned')],
      0,
    );
    const again = new Map(
      [...grouped(known, ({ caller }) => caller)].filter(
        ([number, list]) => number.trim() && list.length > 1,
      ),
    );
    expect(again.size).toBeGreaterThan(3);
    worst(
      (await cells(page, '#callers')).map(([number, , calls, transfers]) => [
        number!,
        [Number(transfers), Number(calls)],
      ]),
      again,
      (list) => [list.length, callsOf(list)],
      0,
    );

    const lengths = [...new Set(known.map(({ inCall }) => inCall))].sort((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(1);
    expect(
      (await cells(page, '#chain')).map(([, , calls, transfers]) => [Number(calls), Number(transfers)]),
    ).toEqual(
      lengths.map((length) => {
        const list = known.filter(({ inCall }) => inCall >= length);
        return [callsOf(list), list.length];
      }),
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
    expect(inbound).toBeLessThan(known.length);
    await page.goBack();
    await page.waitForFunction(
      (n) => document.querySelector('.big b')?.textContent === String(n),
      known.length,
    );
    await page.close();
  });

  it('a row leads to the story of its call', async () => {
    const page = await open(`${WEEK}&rows=outcome%3Danswered`);
    await page.locator('dialog .rows a').first().click();
    await page.waitForSelector('dialog svg.lanes .talks');
    expect(await page.locator('dialog .sentences li').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('a transfer posted while the page is open appears by itself', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/`);
    await page.waitForSelector('.state.live');
    const members = ['2000', '4711'].map((number) => ({ ext: { number, channelid: `PJSIP/${number}-1` } }));
    await app.deliver({ event: 'Tranfer', callid: '1795000000.1', members, sn: '369451090405' });
    await page.locator('#live td', { hasText: '4711' }).first().waitFor();
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
    await page.waitForSelector('dialog .sentences');
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
    // A colour that is on its way to another is no colour of the page's.
    await page.waitForFunction(
      () => !document.querySelector('[aria-busy=true]') && document.getAnimations().length === 0,
    );
    // The page's own policy forbids foreign scripts, so axe comes by way of the debugger.
    const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
    const { violations } = found as { violations: { id: string; nodes: { html: string }[] }[] };
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.close();
  });

  it('once a key exists it asks for one, a key opens it, and signing out closes it', async () => {
    const { key } = await app.makeKey(['read']);
    const page = await browser.newPage();
    await page.goto(`${app.url}/?${WEEK}`);
    await page.getByLabel('Key').waitFor();
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await page.getByLabel('Key').fill('handoff_wrong_key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForSelector('.big b');
    expect(await figure(page, '.big b')).toBe(known.length);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Key').waitFor();
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
      await app.deliver({ event: 'Tranfer', callid: '1795000000.1', members, sn: '369451090405' });
      await page.waitForSelector('.big b');
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

const mapped = (groups: Map<string, Known[]>, of: (list: Known[]) => unknown) =>
  Object.fromEntries([...groups].map(([name, list]) => [name, of(list)]));

/** Of `6 s`, `1 min 05 s` or `–`. */
function seconds(written: string): number | null {
  const [, minutes = '0', rest] = /^(?:(\d+) min )?(\d+) s$/.exec(written) ?? [];
  return rest === undefined ? null : Number(minutes) * 60 + Number(rest);
}
