import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { chromiumPath } from '../../support/browser.js';
import { opensToThoseWhoMay } from './sign-in.js';
import { figuresAreRight } from './figures.js';
import { looksRight } from './appearance.js';
import { Scene } from './scene.js';
import { linksLeadToTheirRows } from './navigation.js';
import { ext, transferEvent } from '../../support/pushes.js';

const inABrowser = chromiumPath ? describe : describe.skip;
const why = chromiumPath ? '' : ' (skipped: Chromium is not installed; apt-get install chromium)';

const scene = new Scene();
beforeAll(async () => {
  if (chromiumPath) await scene.start();
});
afterAll(() => scene.stop());

inABrowser(`the page${why}`, () => {
  figuresAreRight(scene);
  linksLeadToTheirRows(scene);
  looksRight(scene);
  opensToThoseWhoMay(scene); // the last one, since it makes a key
});

inABrowser(`before the first event${why}`, () => {
  it('the page says how to point a PBX at it, and shows the first transfer by itself', async () => {
    const app = await startApp();
    try {
      const page = await scene.browser.newPage();
      await page.goto(app.url);
      await page.waitForSelector('.first');
      expect(await page.locator('.first').textContent()).toContain(`${app.url}/events`);
      expect(await page.locator('.first').textContent()).toContain('npm run simulate');
      await app.deliver(transferEvent('1795000000.1', { members: [ext('2000'), ext('1020')] }));
      await page.waitForSelector('.big b');
      await page.close();
    } finally {
      await app.stop();
    }
  });
});
