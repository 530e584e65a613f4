// `npm run migration -- what_changes`: writes the SQL from the committed prisma/schema.prisma to the one as it is now.
// A draft to read, correct and commit together with the schema.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { everything, openSchemaEngine, readSchema } from '../../../dist/database/schema-engine.js';

const name = process.argv[2];
if (!/^[a-z0-9_]+$/.test(name ?? '')) throw new Error('Usage: npm run migration -- what_changes');

// The engine compares two texts, but wants a server to ask for its version.
const script = fileURLToPath(new URL('../postgres/postgres.mjs', import.meta.url));
const server = spawn(process.execPath, [script], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [url] = await once(server.stdout.setEncoding('utf8'), 'data');
const pool = new Pool({ connectionString: url.trim() });

const model = (content) => ({
  tag: 'schemaDatamodel',
  files: [{ path: 'schema.prisma', content }],
});
const engine = await openSchemaEngine(pool);
const { stdout } = await engine.diff({
  from: model(
    execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], {
      encoding: 'utf8',
    }),
  ),
  to: model(await readSchema()),
  script: true,
  exitCode: null,
  filters: everything,
});
await pool.end();
server.stdin.end();

const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = new URL(`../../../prisma/migrations/${time}_${name}/`, import.meta.url);
mkdirSync(folder);
writeFileSync(new URL('migration.sql', folder), stdout);
console.log(stdout);
