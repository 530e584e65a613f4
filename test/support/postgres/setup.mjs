// Before all tests: one PostgreSQL, started as the program starts it, whose database `handoff` is migrated and then
// only copied (database.ts).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../../dist/database/migrations.js';

export default async function setup() {
  const script = fileURLToPath(new URL('postgres.mjs', import.meta.url));
  const server = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout });
  let url;
  for await (const line of lines) {
    if (line.startsWith('postgresql://')) {
      url = line;
      break;
    }
  }
  if (!url) throw new Error('The PostgreSQL of the tests did not start; its reason stands above.');
  server.stdout.resume();
  globalThis.stopPostgres = async () => {
    server.stdin.end();
    await once(server, 'exit');
  };
  try {
    await migrate(url);
  } catch (error) {
    await globalThis.stopPostgres();
    throw error;
  }
  process.env.TEST_POSTGRES = url;
}
