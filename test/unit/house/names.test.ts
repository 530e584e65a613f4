import { expect, it } from '@jest/globals';
import { exportsOf, isCode, sourcesIn } from '../../support/sources.js';

it('an exported name stands for one thing in all of src', () => {
  const places = new Map<string, Set<string>>();
  for (const source of sourcesIn('src').filter(isCode))
    for (const name of exportsOf(source)) places.set(name, (places.get(name) ?? new Set()).add(source.path));
  const several = [...places]
    .filter(([, files]) => files.size > 1)
    .map(([name, files]) => `${name}: ${[...files].join(', ')}`);
  expect(several).toEqual([]);
});
