import { defineConfig } from 'prisma-cli/config';

// For the CLI only; the program migrates itself (src/database/migrations.ts).
// `generate` downloads a schema engine that it never runs: on a LAN without internet Node stands in for it.
if (process.argv.includes('generate')) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
