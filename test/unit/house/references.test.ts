import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { commentsOf, type Source } from '../../support/sources.js';

/** A file by its name or its path. */
const FILE =
  /(?<![\w./*<{$-])(?:[\w@-]+\/)*[\w.-]+\.(?:md|tsx?|mjs|sql|prisma|css|html|json|ya?ml|cfg|env)(?![\w/-])/g;

/** What only looks like a file. */
const NO_FILES = ['Prisma.sql'];

const tracked = existsSync('.git')
  ? execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
      .trim()
      .split('\n')
  : readdirSync('.', { recursive: true, encoding: 'utf8' });
const isThere = (name: string) => tracked.some((path) => path === name || path.endsWith(`/${name}`));

/** In Markdown all of the text refers to files, in everything else the comments do, some of which begin with #. */
const sources = tracked
  .filter(
    (path) =>
      /\.(tsx?|mjs|css|md|sql|prisma|html|ya?ml|cfg|env)$/.test(path) &&
      !/\/(generated|fixtures)\//.test(path),
  )
  .filter((path) => !/^(node_modules|dist)\//.test(path) && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

function textsOf(source: Source): string[] {
  if (source.path.endsWith('.md')) return [source.text];
  if (/\.(ya?ml|cfg|env)$/.test(source.path)) return source.text.match(/#.*/g) ?? [];
  if (source.path.endsWith('.html')) return source.text.match(/<!--[^]*?-->/g) ?? [];
  return source.path.endsWith('.sql') ? (source.text.match(/--.*/g) ?? []) : commentsOf(source);
}

it('comments and READMEs refer only to files that are in the repository', () => {
  const missing = sources.flatMap((source) =>
    textsOf(source)
      .flatMap((text) => text.match(FILE) ?? [])
      .filter((name) => !isThere(name) && !NO_FILES.includes(name))
      .map((name) => `${source.path}: ${name}`),
  );
  expect(missing).toEqual([]);
});
