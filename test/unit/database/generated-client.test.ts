import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CLIENT = 'src/database/generated';

function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), readFileSync(path, 'utf8')];
    }),
  );
}

it("the committed client of Prisma is the schema's: after a change of the schema, npm run generate", () => {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-client-'));
  try {
    cpSync('prisma/schema.prisma', join(folder, 'prisma/schema.prisma'));
    execFileSync(
      process.execPath,
      [resolve('node_modules/prisma-cli/build/index.js'), 'generate', '--no-hints'],
      {
        cwd: folder,
        stdio: 'pipe',
        env: {
          ...process.env,
          CHECKPOINT_DISABLE: '1',
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        },
      },
    );
    const generated = filesIn(join(folder, CLIENT));
    expect(Object.keys(generated).length).toBeGreaterThan(15);
    expect(filesIn(CLIENT)).toEqual(generated);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
