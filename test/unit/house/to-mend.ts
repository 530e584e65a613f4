/** Files of more than 250 lines that still have to be split. Put none in; when the list is empty, it goes. */
export const LONG = [
  'test/cases/field/consultations.ts',
  'test/cases/field/later-movement.ts',
  'test/unit/simulator/simulator.test.ts',
  'test/support/fake-pbx.ts',
  'test/unit/pbx-link/pbx-link.test.ts',
];
