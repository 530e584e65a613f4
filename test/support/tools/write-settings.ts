import { writeFileSync } from 'node:fs';
import { settingsPage } from '../../../src/config/settings-page.js';

// npm run settings: a test fails while the page is not what the tables in src/config/ say.
writeFileSync(new URL('../../../deploy/settings.md', import.meta.url), settingsPage());
