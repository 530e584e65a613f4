/**
 * What the house's tests find and a room still has to mend. Take out what is mended and put nothing in: when all is empty,
 * this file goes.
 */

/** Files with words that words.test.ts does not allow, by room. */
export const WORDS: Record<string, string[]> = {};

/** Names that stand for several things, with the rooms that share each. */
export const NAMES: Record<string, string[]> = {};

/** Circles of imports by type, each a line of files. */
export const CYCLES: string[] = [];

/** Files of more than 250 lines. */
export const LONG = [
  'test/cases/field/consultations.ts',
  'test/cases/field/later-movement.ts',
  'src/dashboard/page/look/page.css',
  'src/dashboard/page/texts.ts',
  'src/simulator/call/call-script.ts',
  'test/e2e/story/story-kept.e2e.test.ts',
  'test/unit/intake/read-event.test.ts',
  'test/unit/simulator/simulator.test.ts',
  'test/unit/story/story.test.ts',
  'test/e2e/access/keys.e2e.test.ts',
  'test/e2e/dashboard/dashboard.e2e.test.ts',
  'test/e2e/history/history.e2e.test.ts',
  'test/e2e/main-job.e2e.test.ts',
  'test/e2e/operations/operations.e2e.test.ts',
  'test/e2e/privacy/privacy.e2e.test.ts',
  'test/support/fake-pbx.ts',
  'test/unit/pbx-link/pbx-link.test.ts',
];

/** Rooms of more than 14 files. */
export const CROWDED = ['src/http'];
