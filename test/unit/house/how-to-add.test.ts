import { describe, expect, it } from '@jest/globals';
import { basename, dirname } from 'node:path';
import { settings } from '../../../src/config/config.js';
import { importsOf, isCode, type Source, sourcesIn } from '../../support/sources.js';

const sources = sourcesIn('src').filter(isCode);
const all = new Set(sources.map(({ path }) => path));
const importersOf = (wanted: (path: string) => boolean) =>
  sources.filter((source) => importsOf(source, all).some(wanted)).map(({ path }) => path);
const below =
  (folder: string) =>
  ({ path }: Source) =>
    path.startsWith(`${folder}/`);

/** How many files someone touches who adds one of a kind, as far as a machine can count it. */
describe('what must be touched to add', () => {
  it('a setting: its line in config.ts, which alone names it', () => {
    const strays = sources
      .filter((source) => !below('src/config')(source))
      .flatMap(({ path, text }) =>
        Object.values(settings)
          .filter(({ name }) => text.includes(`'${name}'`) || text.includes(`process.env.${name}`))
          .map(({ name }) => `${path}: ${name}`),
      );
    expect(strays).toEqual([]);
  });

  it('a dimension: one file, and one line of dimensions.ts', () => {
    const folder = 'src/reports/dimensions';
    const shared = ['dimension.ts', 'dimensions.ts'];
    const files = sources.filter(below(folder)).map(({ path }) => path);
    const lines = importersOf((path) => path.startsWith(`${folder}/simple/`));
    expect(lines).toEqual([`${folder}/dimensions.ts`]);
    for (const file of files.filter((path) => dirname(path) === folder && !shared.includes(basename(path))))
      expect([file, importersOf((path) => path === file)]).toEqual([file, [`${folder}/dimensions.ts`]]);
  });

  it('a dialect: one folder, which nothing outside of the dialects imports, and one line of dialects.ts', () => {
    const folder = 'src/intake/dialects';
    for (const dialect of ['openvox', 'p-series', 'v1.0', 'v1.1', 'v2']) {
      const importers = importersOf((path) => path.startsWith(`${folder}/${dialect}/`));
      expect([dialect, importers]).toEqual([dialect, expect.arrayContaining([`${folder}/dialects.ts`])]);
      expect([dialect, importers.filter((path) => !path.startsWith(folder))]).toEqual([dialect, []]);
    }
  });
});
