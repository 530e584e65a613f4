import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { type Scene, WEEK } from './scene.js';
import { ext, recordEvent, transferEvent } from '../../support/pushes.js';

/** A call from outside to this number of the company, handed on, in a week of its own. */
async function callTo(scene: Scene, did: string, n: number) {
  const at = { 'X-Simulated-At': '2026-10-05T09:00:00.000Z' };
  const callid = `1791190740.${n}`;
  const from = `60011122${n}`;
  const record = {
    ...{ callfrom: from, timestart: '2026-10-05 08:59:00', type: 'Inbound', didnumber: did },
    ...{ callduraction: '60', talkduraction: '50' },
  };
  await scene.app.deliver(transferEvent(callid, { from }), at);
  await scene.app.deliver(recordEvent(callid, record), at);
}

/** From a mark to its rows, from a row to its call; by pointer and by keyboard. */
export function linksLeadToTheirRows(scene: Scene): void {
  it('a click on any mark leads to as many rows as the mark says', async () => {
    const page = await scene.open(WEEK);
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
      expect({ chart, says, rows: await scene.rowsBehind(page, href) }).toEqual({ chart, says, rows: said });
    }
    await page.close();
  });

  it('a filter narrows every figure, stands in the URL, and the back button takes it away', async () => {
    const page = await scene.open(WEEK);
    await page.getByLabel('Direction').selectOption('inbound');
    await page.waitForURL(/direction=inbound/);
    const inbound = await scene.listed('direction=inbound');
    await page.waitForFunction((n) => document.querySelector('.big b')?.textContent === String(n), inbound);
    expect(inbound).toBeLessThan(scene.known.length);
    await page.goBack();
    await page.waitForFunction(
      (n) => document.querySelector('.big b')?.textContent === String(n),
      scene.known.length,
    );
    await page.close();
  });

  it('the number that was called narrows every figure, until everything is shown again', async () => {
    for (const [n, did] of ['+34911222333', '+34911222333', '+34911222444'].entries())
      await callTo(scene, did, n);
    await scene.app.storiesComputed();
    const page = await scene.open('from=2026-10-05&to=2026-10-05&tz=UTC');
    const shows = (n: number) =>
      page.waitForFunction((wanted) => document.querySelector('.big b')?.textContent === String(wanted), n);
    await shows(3);
    await page.getByLabel('Number called').fill('+34911222333');
    await page.keyboard.press('Enter');
    await shows(2);
    await page.getByRole('link', { name: 'Show everything' }).click();
    await shows(3);
    await page.close();
  });

  it('a row leads to the story of its call', async () => {
    const page = await scene.open(`${WEEK}&rows=outcome%3Danswered`);
    await page.locator('dialog .rows a').first().click();
    await page.waitForSelector('dialog svg.lanes .talks');
    expect(await page.locator('dialog .sentences li').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('a transfer posted while the page is open appears by itself', async () => {
    const page = await scene.browser.newPage();
    await page.goto(`${scene.app.url}/`);
    await page.waitForSelector('.state.live');
    await scene.app.deliver(transferEvent('1795000000.1', { members: [ext('2000'), ext('4711')] }));
    await page.locator('#live td', { hasText: '4711' }).first().waitFor();
    expect(await page.locator('#live .guess').first().textContent()).toContain('inferred');
    await page.close();
  });

  it('what it offers as CSV is what the API gives', async () => {
    const page = await scene.open(`${WEEK}&direction=inbound`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Transfers as CSV' }).click(),
    ]);
    // What fetch gives as text has no byte order mark.
    const file = readFileSync(await download.path(), 'utf8').replace(/^\uFEFF/, '');
    expect(file).toBe((await scene.app.get(`/transfers.csv?${WEEK}&direction=inbound`)).text);
    expect(file.trim().split('\r\n')).toHaveLength(1 + (await scene.listed('direction=inbound')));
    await page.close();
  });

  it('goes by keyboard alone: to a mark, its rows, a story, and back', async () => {
    const page = await scene.open(WEEK);
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
}
