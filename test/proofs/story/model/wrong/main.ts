import { command } from '../runs.js';
import { type FindOptions, findWrongRules } from './find.js';

/** Prints in how many calls each wrong rule is found; says whether all were. */
export function proveThatWrongRulesAreFound(options: FindOptions): boolean {
  const found = findWrongRules(options);
  console.log('\nwrong rules: found after so many calls');
  for (const { rule, afterCalls, run } of found) {
    const where = run === null ? '' : `, as ${command(run)}`;
    console.log(`${String(afterCalls ?? 'never').padStart(7)}  ${rule.name}${where}`);
  }
  return found.every(({ afterCalls }) => afterCalls !== null);
}
