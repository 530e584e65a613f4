/** Files of more than 250 lines that still have to be split. Put none in; when the list is empty, it goes. */
export const LONG = [
  'test/cases/field/consultations.ts',
  'test/cases/field/later-movement.ts',
  'src/dashboard/page/look/page.css',
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
