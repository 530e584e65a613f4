import { expect, it } from '@jest/globals';
import { figure, type Scene, WEEK } from './scene.js';

/** Who gets in, and what the page asks of others: nothing. */
export function opensToThoseWhoMay(scene: Scene): void {
  it('asks no other host, runs only its own scripts, and works over plain HTTP', async () => {
    const answer = await scene.app.get('/');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|upgrade-insecure/);
    const page = await scene.browser.newPage();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(`${scene.app.url}/?${WEEK}`);
    await page.waitForSelector('.cell');
    expect([...hosts]).toEqual([scene.app.url]);
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0); // nobody is signed in
    await page.close();
  });

  it('once a key exists it asks for one, a key opens it, and signing out closes it', async () => {
    const { key } = await scene.app.makeKey(['read']);
    const page = await scene.browser.newPage();
    await page.goto(`${scene.app.url}/?${WEEK}`);
    await page.getByLabel('Key').waitFor();
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await page.getByLabel('Key').fill('handoff_wrong_key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForSelector('.big b');
    expect(await figure(page, '.big b')).toBe(scene.known.length);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Key').waitFor();
    await page.close();
  });
}
