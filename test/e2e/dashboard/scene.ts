import { afterEach } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startApp } from '../../support/app.js';
import { startBrowser } from '../../support/browser.js';
import { play, send } from '../../support/stories/send-events.js';
import { knownOf, type Known } from '../../support/stories/truths.js';

/** The simulator's days: all of them lie in it. */
export const WEEK = 'from=2026-11-14&to=2026-11-20&tz=UTC';

/** A week of simulated calls, of which the truth is known, and one browser for all tests of the page. */
export class Scene {
  app!: Awaited<ReturnType<typeof startApp>>;
  browser!: Browser;
  known!: Known[];
  /** What went wrong in the browser and no test looks for. */
  private readonly faults: string[] = [];

  constructor() {
    afterEach(() => {
      const seen = this.faults.splice(0);
      if (seen.length > 0) throw new Error(seen.join('\n'));
    });
  }

  async start() {
    const played = play({ days: 7, calls: 120 });
    this.known = knownOf(played.truths, played.events);
    [this.app, this.browser] = await Promise.all([startApp({ SIMULATION: 'on' }), startBrowser()]);
    await send(this.app.url, played.events);
    await this.app.storiesComputed();
  }

  async stop() {
    await this.browser?.close();
    await this.app?.stop();
  }

  async open(query: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && this.faults.push(message.text()));
    await page.goto(`${this.app.url}/?${query}`);
    await page.waitForSelector('.panel:not([aria-busy=true]) .cell', { state: 'attached' });
    return page;
  }

  async listed(query: string): Promise<number> {
    return (await this.app.get(`/transfers?${WEEK}&${query}&limit=1&count=true`)).body.total;
  }

  /** How many rows lie behind a mark, all pages of them walked. */
  async rowsBehind(page: Page, href: string): Promise<number> {
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
}

export const figure = async (page: Page, selector: string) =>
  Number((await page.locator(selector).first().textContent())!.replace(/\D/g, ''));
