import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Which room of src/ may import which besides itself: the house's table. Everyone may import config and http. The
 * dialects are a room of their own: whoever meets a stored dialect's name asks them for its traits, and the simulator
 * writes with them.
 */
const EVERYONE = ['config', 'http'];
const DATABASE = ['database', 'filter', 'transfer'];
const MAY: Record<string, string[]> = {
  config: [],
  http: ['config', 'operations'],
  transfer: [],
  'intake/dialects': ['transfer'],
  filter: ['transfer', 'database', ...EVERYONE],
  database: [
    'transfer',
    'access',
    'extensions',
    'intake',
    'privacy',
    'quarantine',
    'reports',
    'story',
    ...EVERYONE,
  ],
  access: ['transfer', 'database', ...EVERYONE],
  quarantine: ['access', 'transfer', 'database', 'operations', ...EVERYONE],
  intake: ['intake/dialects', 'quarantine', 'access', 'database', 'transfer', 'operations', ...EVERYONE],
  'pbx-link': ['intake', 'extensions', ...DATABASE, ...EVERYONE],
  story: ['intake/dialects', 'access', ...DATABASE, ...EVERYONE],
  history: ['intake/dialects', 'access', 'privacy', ...DATABASE, ...EVERYONE],
  reports: ['access', 'privacy', 'history', 'extensions', ...DATABASE, ...EVERYONE],
  extensions: ['access', 'reports', ...DATABASE, ...EVERYONE],
  privacy: ['access', 'history', 'story', 'operations', ...DATABASE, ...EVERYONE],
  dashboard: ['access', ...EVERYONE],
  simulator: ['intake/dialects', 'transfer'],
};

/** Packages that only some files may touch. */
const PRISMA = /^@prisma\/|^pg$|\/generated\//;
const NEST = /^@nestjs\//;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'))
  .map((file) => ({
    file,
    part: partOf(file),
    imports: importsOf(join('src', file)),
  }));

function partOf(file: string): string {
  if (file.startsWith('intake/dialects/')) return 'intake/dialects';
  return file.includes('/') ? file.split('/')[0]! : file.replace(/\.(js|ts)$/, '');
}

function importsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1]!,
  );
}

const ours = (file: string, specifier: string) =>
  partOf(relative('src', join('src', dirname(file), specifier)));

describe('the house stays in order', () => {
  it.each(Object.keys(MAY))('%s imports only what its row of the table allows', (part) => {
    const strays = files
      .filter((f) => f.part === part)
      .flatMap(({ file, imports }) =>
        imports
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => ours(file, specifier))
          .filter((to) => to !== part && !MAY[part]!.includes(to))
          .map((to) => `${file} -> ${to}`),
      );
    expect(strays).toEqual([]);
  });

  it('nobody imports operations but the table of contents', () => {
    const strays = files
      .filter(
        ({ file, part }) =>
          !['operations', 'http', 'intake', 'quarantine', 'privacy'].includes(part) &&
          file !== 'app.module.ts',
      )
      .filter(({ file, imports }) =>
        imports.some((s) => s.startsWith('.') && ours(file, s) === 'operations'),
      );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('the domain knows neither Nest nor Prisma', () => {
    const strays = files.filter(
      ({ part, imports }) => part === 'transfer' && imports.some((s) => PRISMA.test(s) || NEST.test(s)),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('Prisma and PostgreSQL are touched in database/, stores, readers and sql folders only', () => {
    const strays = files.filter(
      ({ file, part, imports }) =>
        part !== 'database' &&
        !/\.(reader|store)\.ts$|\/sql\//.test(file) &&
        imports.some((s) => PRISMA.test(s)),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('the environment is read in config/config.ts only', () => {
    const strays = files.filter(
      ({ file }) =>
        file !== 'config/config.ts' && readFileSync(join('src', file), 'utf8').includes('process.env'),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });
});
