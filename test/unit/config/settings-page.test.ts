import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { settingsPage } from '../../../src/config/settings-page.js';

it('deploy/settings.md is what the tables of settings say; npm run settings writes it', () => {
  expect(readFileSync('deploy/settings.md', 'utf8')).toBe(settingsPage());
});
