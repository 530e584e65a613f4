import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { commentsOf, sourcesIn } from '../../support/sources.js';

/** A file by its name or its path. */
const FILE = /(?<![\w./*<{$-])(?:[\w@-]+\/)*[\w.-]+\.(?:md|tsx?|mjs|sql|prisma)(?![\w/-])/g;

/** What only looks like a file. */
const NO_FILES = ['Prisma.sql'];

const tracked = existsSync('.git')
  ? execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
      .trim()
      .split('\n')
  : readdirSync('.', { recursive: true, encoding: 'utf8' });
const isThere = (name: string) => tracked.some((path) => path === name || path.endsWith(`/${name}`));

it('a comment refers only to files that are in the repository', () => {
  const missing = [...sourcesIn('src'), ...sourcesIn('test')]
    .filter(({ path }) => /\.(tsx?|mjs|css)$/.test(path))
    .flatMap((source) =>
      commentsOf(source)
        .flatMap((comment) => comment.match(FILE) ?? [])
        .filter((name) => !isThere(name) && !NO_FILES.includes(name))
        .map((name) => `${source.path}: ${name}`),
    );
  expect(missing).toEqual([]);
});
