import { describe, expect, it } from '@jest/globals';
import { importsOf, isCode, sourcesIn } from '../../support/sources.js';

/**
 * Which room of src/ may import which other rooms. Nearly all may import config and http. The dialects are a
 * room of their own, for the rooms that read a stored dialect's traits, and for the simulator, which writes
 * with them.
 */
const EVERYONE = ['config', 'http'];
const DATA = ['database', 'filter', 'transfer', 'access'];
const MAY: Record<string, string[]> = {
  config: ['transfer'],
  // The problem filter classifies errors of the database.
  http: ['config', 'database'],
  transfer: [],
  'intake/dialects': ['transfer'],
  // Of the database it needs only what builds SQL: `Prisma.sql` of the generated client.
  filter: ['transfer', 'database', ...EVERYONE],
  database: ['config'],
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

const files = sourcesIn('src')
  .filter(isCode)
  .map((source) => ({ ...source, part: partOf(source.path), imports: importsOf(source) }));

/** The room of a file, or the file itself where it stands in no room; undefined for a package. */
function partOf(path: string): string | undefined {
  const [top, room, ...rest] = path.split('/');
  if (top !== 'src') return undefined;
  if (room === 'intake' && rest[0] === 'dialects') return 'intake/dialects';
  return room;
}

describe('the import rules', () => {
  it.each(Object.keys(MAY))('%s imports only what its row of the table allows', (part) => {
    const strays = files
      .filter((f) => f.part === part)
      .flatMap(({ path, imports }) =>
        imports
          .map(partOf)
          .filter((to) => to !== undefined && to !== part && !MAY[part]!.includes(to))
          .map((to) => `${path} -> ${to}`),
      );
    expect(strays).toEqual([]);
  });

  it('only app.module.ts imports operations', () => {
    const strays = files
      .filter(({ path, part }) => part !== 'operations' && path !== 'src/app.module.ts')
      .filter(({ imports }) => imports.some((to) => partOf(to) === 'operations'));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  it('every room has a row in the table, except operations, which may import all', () => {
    const rooms = files.filter(({ path }) => path.split('/').length > 2).map(({ part }) => part!);
    expect([...new Set(rooms)].sort()).toEqual([...Object.keys(MAY), 'operations'].sort());
  });

  it('the domain (transfer) imports neither Nest nor Prisma', () => {
    const strays = files.filter(
      ({ part, imports }) => part === 'transfer' && imports.some((s) => PRISMA.test(s) || NEST.test(s)),
    );
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  it('Prisma and PostgreSQL are touched in database/, stores, readers, sql folders, and the figures and dimensions of reports only', () => {
    const strays = files.filter(
      ({ path, part, imports }) =>
        part !== 'database' &&
        !/\.(reader|store)\.ts$|\/sql\/|^src\/reports\/(figures\.ts$|dimensions\/)/.test(path) &&
        imports.some((s) => PRISMA.test(s)),
    );
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  it('the environment is read in config only', () => {
    const strays = files.filter(({ part, text }) => part !== 'config' && text.includes('process.env'));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });
});
