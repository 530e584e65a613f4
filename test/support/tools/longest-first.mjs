import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * Starts the end-to-end tests ahead of the units and the largest rooms ahead of the others, so that no worker is left
 * alone with a long one at the end. Jest by itself takes the largest files first where it has no times of an earlier run,
 * and the test file of a room only imports its topics.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => weightOf(other) - weightOf(one));
  }
}

/** The bytes of an end-to-end test's room; a unit has none, and stays where Jest puts it. */
function weightOf({ path }) {
  const room = dirname(path);
  if (!/[\\/]e2e([\\/]|$)/.test(room)) return 0;
  const files = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { name }) => sum + statSync(join(room, name)).size, 0);
}
