// Our own embedded PostgreSQL as a program of its own: `node postgres.mjs [folder]`. Prints its URL, and stops when
// its input ends, which happens however the one that started it ends. Without a folder it takes one that goes with it.
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../dist/database/embedded/embedded-postgres.js';

// Ctrl-C ends the tests, and that ends our input.
process.on('SIGINT', () => console.error('SIGINT: it stops when its input ends.'));

const given = process.argv[2];
const folder = given ?? mkdtempSync(join(tmpdir(), 'handoff-test-'));
if (!given) chmodSync(folder, 0o755); // root's PostgreSQL runs as another user

try {
  const postgres = await startEmbeddedPostgres(folder);
  console.log(postgres.url);
  await once(process.stdin.resume(), 'close');
  await postgres.stop();
  if (!given) rmSync(folder, { recursive: true });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
