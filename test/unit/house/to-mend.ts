/** Files of more than 250 lines that still have to be split. Add none; delete this file when none is left. */
export const LONG = [
  'test/cases/field/consultations.ts',
  'test/cases/field/later-movement.ts',
  'test/unit/simulator/simulator.test.ts',
  'test/support/fake-pbx.ts',
  'test/unit/pbx-link/pbx-link.test.ts',
];
