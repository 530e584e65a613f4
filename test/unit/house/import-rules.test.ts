import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Which room of src/ may import which other rooms. Nearly all may import config and http. The dialects are a
 * room of their own, for the rooms that read a stored dialect's traits, and for the simulator, which writes
 * with them.
 */
const EVERYONE = ['config', 'http'];
/** Of `database`, `filter` needs only what builds SQL: `Prisma.sql` of the generated client. */
const DATA = ['database', 'filter', 'transfer', 'access'];
const MAY: Record<string, string[]> = {
  config: ['transfer'],
  // The problem filter classifies errors of the database.
  http: ['config', 'database'],
  transfer: [],
  'intake/dialects': ['transfer'],
  filter: ['transfer', 'database', ...EVERYONE],
  database: EVERYONE,
  access: ['transfer', 'database', ...EVERYONE],
  quarantine: ['access', 'privacy', 'transfer', 'database', ...EVERYONE],
  intake: ['intake/dialects', 'quarantine', 'access', 'database', 'transfer', ...EVERYONE],
  // A link learns the names of extensions.
  'pbx-link': ['intake', 'extensions', 'database', 'transfer', ...EVERYONE],
  story: ['intake/dialects', ...DATA, ...EVERYONE],
  // Outside numbers are masked in one place.
  history: ['intake/dialects', 'privacy', ...DATA, ...EVERYONE],
  reports: ['extensions', 'privacy', ...DATA, ...EVERYONE],
  extensions: [...DATA, ...EVERYONE],
  // Retention deletes recorded events with EventPurge of the stories.
  privacy: ['story', ...DATA, ...EVERYONE],
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

describe('the import rules', () => {
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

  it('only app.module.ts imports operations', () => {
    const strays = files
      .filter(({ file, part }) => part !== 'operations' && file !== 'app.module.ts')
      .filter(({ file, imports }) =>
        imports.some((s) => s.startsWith('.') && ours(file, s) === 'operations'),
      );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('every room has a row in the table, except operations, which may import all', () => {
    const rooms = files.filter(({ file }) => file.includes('/')).map(({ part }) => part);
    expect([...new Set(rooms)].sort()).toEqual([...Object.keys(MAY), 'operations'].sort());
  });

  it('the domain (transfer) imports neither Nest nor Prisma', () => {
    const strays = files.filter(
      ({ part, imports }) => part === 'transfer' && imports.some((s) => PRISMA.test(s) || NEST.test(s)),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('Prisma and PostgreSQL are touched in database/, stores, readers, sql folders, and the figures and dimensions of reports only', () => {
    const strays = files.filter(
      ({ file, part, imports }) =>
        part !== 'database' &&
        !/\.(reader|store)\.ts$|\/sql\/|^reports\/(figures\.ts$|dimensions\/)/.test(file) &&
        imports.some((s) => PRISMA.test(s)),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('the environment is read in config only', () => {
    const strays = files.filter(
      ({ file }) =>
        !file.startsWith('config/') && readFileSync(join('src', file), 'utf8').includes('process.env'),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });
});
