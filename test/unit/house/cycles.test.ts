import { expect, it } from '@jest/globals';
import { importsOf, isCode, sourcesIn } from '../../support/sources.js';

/** Files that import one another in a circle, by value or by type, each circle a line. */
function circles(): string[] {
  const files = sourcesIn('src').filter(isCode);
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const reaches = new Map<string, Set<string>>();
  for (const { path } of files) {
    const reached = new Set<string>();
    const next = [path];
    for (let at = next.pop(); at !== undefined; at = next.pop())
      for (const to of imports.get(at) ?? []) if (!reached.has(to)) next.push((reached.add(to), to));
    reaches.set(path, reached);
  }
  const inCircles = files.map(({ path }) => path).filter((path) => reaches.get(path)!.has(path));
  const together = (a: string, b: string) => reaches.get(a)!.has(b) && reaches.get(b)!.has(a);
  return [...new Set(inCircles.map((path) => inCircles.filter((one) => together(path, one)).join(' ')))];
}

it('no file imports itself through others, by value or by type', () => {
  expect(circles()).toEqual([]);
});
