import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';

interface Lock {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
}

it('package-lock.json names the packages of every system, without which `npm ci` fails on a fresh clone', async () => {
  const file = new URL('../../../package-lock.json', import.meta.url);
  const { packages } = JSON.parse(await readFile(file, 'utf8')) as Lock;
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`])?.version,
    ),
  );
  // After an `npm install` that left some out: node test/support/tools/complete-lock.mjs
  expect(missing).toEqual([]);
});
