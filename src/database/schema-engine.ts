import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';

const schemaFile = new URL('../../prisma/schema.prisma', import.meta.url);

/** What every call of the engine wants: no table is left out. */
export const everything = { externalTables: [], externalEnums: [] };

let loading: Promise<void> | undefined;

/** Prisma's own schema engine as WebAssembly: nothing to download, the same code as in the CLI. */
export async function openSchemaEngine(pool: pg.Pool): Promise<SchemaEngine> {
  await (loading ??= load());
  // Without its name the engine looks for its ledger in `public`, and makes it where the search_path says.
  const { rows } = await pool.query<{ schema: string | null }>('SELECT current_schema() AS schema');
  const schema = rows[0]!.schema ?? undefined;
  return engine.SchemaEngine.new(
    { datamodels: [['schema.prisma', await readSchema()]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool, { schema })),
  );
}

/**
 * Prisma's adapter splits a script at every semicolon, even inside a function's body. Here PostgreSQL gets
 * the script whole, as from Prisma's CLI, and runs it as one transaction: a script that fails changes
 * nothing.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] }); // without arguments: PostgreSQL's simple protocol
    };
    return adapter;
  }
}

export async function readSchema(): Promise<string> {
  return readFile(schemaFile, 'utf8');
}

async function load(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(glue.replace(/\.js$/, '.wasm'));
  const imports = Object.entries(engine).map(([name, value]) =>
    // It never clears the ten-second timer of its lock: that timer must not keep the process alive.
    name.startsWith('__wbg_setTimeout_')
      ? [name, (call: () => void, ms: number) => setTimeout(call, ms).unref()]
      : [name, value],
  );
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': Object.fromEntries(imports),
  });
  // oxlint-disable-next-line no-underscore-dangle -- the glue's name
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}
