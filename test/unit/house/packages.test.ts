import { expect, it } from '@jest/globals';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, sourcesIn } from '../../support/sources.js';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<
    string,
    {
      version?: string;
      dev?: boolean;
      dependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
    }
  >;
};

it('package-lock.json names the packages of every system, without which `npm ci` fails on a fresh clone', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`])?.version,
    ),
  );
  // After an `npm install` that left some out: node test/support/tools/complete-lock.mjs
  expect(missing).toEqual([]);
});

it('the packages that npm start installs take less than 250 MB', () => {
  const paths = [...installedFor('', new Set())].filter((path) => existsSync(path));
  const megabytes = paths.reduce((sum, path) => sum + bytesIn(path), 0) / 1e6;
  expect(megabytes).toBeGreaterThan(150);
  expect(megabytes).toBeLessThan(250);
});

it('the program imports none of the packages that only build it', () => {
  const imports = sourcesIn('src')
    .filter(({ path }) => path.endsWith('.ts') && !path.startsWith('src/dashboard/page/'))
    .flatMap((source) =>
      importsOf(source)
        .filter((name) => /^(typescript|esbuild|prisma.*|@nestjs\/cli)$/.test(name))
        .map((name) => `${source.path} -> ${name}`),
    );
  expect(imports).toEqual([]);
});

/** A package and what it depends on, but for the root itself and its development packages. */
function installedFor(path: string, found: Set<string>): Set<string> {
  const { dependencies, optionalDependencies } = packages[path]!;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const own = `${path}/node_modules/${name}`;
    const installed = packages[own] ? own : `node_modules/${name}`;
    if (!packages[installed] || found.has(installed)) continue;
    installedFor(installed, found.add(installed));
  }
  return found;
}

/** Without the packages inside it, which the lock names, and without what ready.mjs removes from Prisma's client. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + bytesIn(path);
    const isRemoved = /@prisma\/client\/runtime\/.*(\.map$|\.(cockroachdb|mysql|sqlite|sqlserver)\.)/.test(
      path,
    );
    return isRemoved ? sum : sum + lstatSync(path).size;
  }, 0);
}
