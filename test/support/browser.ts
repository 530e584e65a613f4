import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems put it; playwright-core brings no browser of its own. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath = PATHS.find((path) => existsSync(path));

export function startBrowser(): Promise<Browser> {
  // Its sandbox does not start for root, and the page is our own.
  return chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
}
