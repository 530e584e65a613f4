import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { type Scene, WEEK } from './scene.js';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** For every eye, on every screen and on paper. */
export function looksRight(scene: Scene): void {
  it('print has every chart, and nothing of the screen', async () => {
    const page = await scene.open(WEEK);
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

  it.each(<[string, BrowserContextOptions, string][]>[
    ['on a desk', {}, ''],
    ['in the dark', { colorScheme: 'dark' }, ''],
    ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }, ''],
    ['with its rows open', {}, '&rows=outcome%3Danswered'],
  ])('%s axe finds nothing, and nothing is wider than the screen', async (_, options, more) => {
    const page = await scene.open(WEEK + more, options);
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
}
