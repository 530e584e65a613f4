import { describe, expect, it } from '@jest/globals';
import { basename, dirname } from 'node:path';
import ts from 'typescript';
import { settings } from '../../../src/config/config.js';
import { FilterQuery } from '../../../src/filter/filter.dto.js';
import { importsOf, isCode, type Source, sourcesIn } from '../../support/sources.js';

const sources = sourcesIn('src').filter(isCode);
const importersOf = (wanted: (path: string) => boolean) =>
  sources.filter((source) => importsOf(source).some(wanted)).map(({ path }) => path);
const below =
  (folder: string) =>
  ({ path }: Source) =>
    path.startsWith(`${folder}/`);

/** Which files change when a setting, a dimension or a dialect is added, as far as imports show it. */
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

  it('a filter: its property of FilterQuery, and its line of SQL', () => {
    // A period is every report's, too, and `role` says how `ext` and `group` are meant.
    const shared = ['from', 'to', 'tz', 'role', 'reported'];
    const names = Object.keys(new FilterQuery()).filter((name) => !shared.includes(name));
    expect(names.length).toBeGreaterThan(10);
    const declares = (name: string) => new RegExp(`^  ${name}\\??: `, 'm');
    const asks = (name: string) => new RegExp(`\\b(?:filter|query|asked)\\.${name}\\b`);
    for (const name of names) {
      const inFilter = sources.filter(below('src/filter'));
      const sql = inFilter.filter(({ path, text }) => /\/sql\//.test(path) && text.includes(name));
      const strays = sources
        .filter((source) => !below('src/filter')(source) && asks(name).test(source.text))
        .map(({ path }) => path);
      expect([name, sql.length > 0, strays]).toEqual([name, true, []]);
      const dto = sources.find(({ path }) => path === 'src/filter/filter.dto.ts')!;
      expect([name, declares(name).test(dto.text)]).toEqual([name, true]);
    }
  });

  it('a story rule: one file, whose claim compute-story.ts asks for, and a call script', () => {
    const folder = 'src/story/engine/rules';
    const entry = 'src/story/engine/compute-story.ts';
    for (const { path, text } of sources.filter(below(folder))) {
      const importers = importersOf((one) => one === path).filter((one) => dirname(one) !== folder);
      // What several rules share is no rule, and nobody else imports it.
      const expected = importers.length === 0 && !/: Claim</.test(text) ? [] : [entry];
      expect([path, importers]).toEqual([path, expected]);
    }
    const scripts = sourcesIn('test/cases').filter(({ path }) => dirname(path) === 'test/cases');
    const files = scripts.map(({ path }) => path);
    const list = scripts.find(({ path }) => path.endsWith('call-scripts.ts'))!;
    const listed = importsOf(list).filter((path) => files.includes(path));
    const other = ['call-script.ts', 'call-scripts.ts'];
    expect(listed.filter((path) => !other.includes(basename(path))).sort()).toEqual(
      files.filter((path) => !other.includes(basename(path))).sort(),
    );
  });

  it('a background job: one file, and one line among the providers of its module', () => {
    const jobs = sources.filter(({ text }) => /^@BackgroundJob\(/m.test(text));
    expect(jobs.length).toBeGreaterThan(4);
    for (const { path, text } of jobs) {
      const [, name] = /^@BackgroundJob\([^]*?^export class (\w+)/m.exec(text)!;
      const providers = sources.filter((source) =>
        new RegExp(`providers: \\[[^\\]]*\\b${name}\\b`).test(source.text),
      );
      expect([path, providers.map((module) => module.path)]).toEqual([
        path,
        [expect.stringMatching(/\.module\.ts$/)],
      ]);
    }
  });

  it('a language: texts.ts of the page, in which all of its sentences stand', () => {
    const page = sourcesIn('src/dashboard/page').filter(({ path }) => path.endsWith('.tsx'));
    expect(page.length).toBeGreaterThan(20);
    const strays = page.flatMap(({ path, text }) => wordsShown(text).map((words) => `${path}: ${words}`));
    expect(strays).toEqual([]);
  });
});

/** What a page's file shows by itself: text between tags, and words in attributes that are read or read out. */
function wordsShown(text: string): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) found.push(node.text.trim());
    if (
      ts.isJsxAttribute(node) &&
      ts.isIdentifier(node.name) &&
      /^(title|alt|placeholder)$/.test(node.name.text) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    )
      found.push(node.initializer.text);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile('page.tsx', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return found;
}
