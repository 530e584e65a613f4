import { Client } from 'pg';
import { released } from './old-database.js';

/** Every column, constraint, index, function and trigger of the program's tables as one text; the ledger is left out. */
export async function catalog(client: Client): Promise<string> {
  const { rows } = await client.query<{ line: string }>(`
    SELECT format('%s.%s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
                  pg_get_expr(d.adbin, d.adrelid)) AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND d.adnum = attnum
     WHERE attnum > 0 AND NOT attisdropped AND relname <> '_prisma_migrations'
    UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('public._prisma_migrations'), 0)
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
    UNION ALL SELECT definition FROM pg_views WHERE schemaname = 'public'
    UNION ALL SELECT format('%s %s', proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgname <> 'gate'
    ORDER BY 1`);
  return rows.map(({ line }) => line).join('\n');
}

/** The catalog after none, one, two … of the migrations, made in an empty database. */
export async function catalogs(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = [await catalog(client)];
    for (const { sql } of await released()) {
      await client.query(sql);
      found.push(await catalog(client));
    }
    return found;
  } finally {
    await client.end();
  }
}
