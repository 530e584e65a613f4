import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import ts from 'typescript';
import { settings } from '../../../src/config/config.js';
import { FilterQuery } from '../../../src/filter/filter.dto.js';
import { DIALECTS } from '../../../src/intake/dialects/dialects.js';
import { BY } from '../../../src/reports/dimensions/dimensions.js';
import { importsOf, isCode, type Source, sourceOf, sourcesIn } from '../../support/sources.js';

const sources = sourcesIn('src').filter(isCode);
const importersOf = (wanted: (path: string) => boolean) =>
  sources.filter((source) => importsOf(source).some(wanted)).map(({ path }) => path);
const below =
  (folder: string) =>
  ({ path }: Source) =>
    path.startsWith(`${folder}/`);

const DIALECT_ROOT = 'src/intake/dialects';

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
    const plain = sourceOf('test/support/stories/plain-report.ts').text;
    expect(BY.filter((by) => !plain.includes(`case '${by}':`))).toEqual([]);
  });

  it('a dialect: one folder, which nothing outside of the dialects imports, and one line of dialects.ts', () => {
    const names = DIALECTS.map(({ name }) => name);
    const shared = ['v1', 'wire'];
    const folders = readdirSync(DIALECT_ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...names, ...shared].sort());
    for (const name of names) {
      const folder = `${DIALECT_ROOT}/${name}`;
      const importers = importersOf((path) => path.startsWith(`${folder}/`));
      expect([name, importers]).toEqual([name, expect.arrayContaining([`${DIALECT_ROOT}/dialects.ts`])]);
      expect([name, importers.filter((path) => !path.startsWith(DIALECT_ROOT))]).toEqual([name, []]);
      expect(existsSync(`test/fixtures/${name}`)).toBe(true);
    }
  });

  it('a dialect: nobody compares its name', () => {
    const strays = [...sources, ...['test/support', 'test/proofs'].flatMap(sourcesIn).filter(isCode)]
      .filter((source) => !below(DIALECT_ROOT)(source))
      .map(({ path, text }) => [path, dialectsCompared(text)] as const)
      .filter(([, compared]) => compared.length > 0);
    // `api` is the version of a link's API, which is named as some of the dialects are.
    const ofLinks = ['src/pbx-link/', 'src/config/link-settings.ts', 'test/support/fake-pbx/'];
    expect(strays.filter(([path]) => !ofLinks.some((room) => path.startsWith(room)))).toEqual([
      // These two are the logins of one PBX, which no trait says.
      ['test/support/stories/random-call.ts', ["['v2', 'v1.1']"]],
    ]);
  });

  it('a filter: its property of FilterQuery, a condition of matching(), its values in plans.ts, and the types of the page', () => {
    // `from`, `to` and `role` belong to conditions of others: within() and visibleParts().
    const names = Object.keys(new FilterQuery()).filter((name) => !['from', 'to', 'role'].includes(name));
    expect(names.length).toBeGreaterThan(10);
    const asked = identifiersOf(conditionsOfMatching());
    expect(names.filter((name) => !asked.has(name))).toEqual([]);
    const files = [
      'src/filter/filter.dto.ts',
      'test/e2e/history/plans.ts',
      'src/dashboard/page/state/api-types.ts',
    ];
    for (const path of files) {
      const { text } = sourceOf(path);
      expect([path, names.filter((name) => !new RegExp(`^ +${name}\\??: `, 'm').test(text))]).toEqual([
        path,
        [],
      ]);
    }
  });

  it('a filter: nobody outside of src/filter asks for it', () => {
    // A period, its zone, and whether the PBX reported a transfer are asked by reports as well.
    const shared = ['from', 'to', 'tz', 'role', 'reported'];
    const names = Object.keys(new FilterQuery()).filter((name) => !shared.includes(name));
    const asks = new RegExp(`\\b(?:filter|query|asked)\\.(?:${names.join('|')})\\b`);
    const strays = sources.filter((source) => !below('src/filter')(source) && asks.test(source.text));
    expect(strays.map(({ path }) => path)).toEqual([]);
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

/** Names of dialects with which something is compared, or by which something is looked up. */
function dialectsCompared(text: string): string[] {
  const quoted = `'(?:${DIALECTS.map(({ name }) => name.replaceAll('.', '\\.')).join('|')})'`;
  const pattern = new RegExp(
    `[!=]==? ${quoted}|\\bcase ${quoted}|\\[(?:${quoted},? ?)+\\]|^ *${quoted}: `,
    'gm',
  );
  return text.match(pattern) ?? [];
}

/** The list of conditions in src/filter/sql/where.ts. */
function conditionsOfMatching(): ts.Node {
  const path = 'src/filter/sql/where.ts';
  const file = ts.createSourceFile(path, sourceOf(path).text, ts.ScriptTarget.Latest, true);
  const found: ts.Node[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'conditions') found.push(node.initializer!);
    ts.forEachChild(node, look);
  };
  look(file.statements.find((one) => ts.isFunctionDeclaration(one) && one.name?.text === 'matching')!);
  return found[0]!;
}

function identifiersOf(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const look = (one: ts.Node): void => {
    if (ts.isIdentifier(one)) names.add(one.text);
    ts.forEachChild(one, look);
  };
  look(node);
  return names;
}
