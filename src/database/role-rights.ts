import type { Client } from 'pg';

interface Rights {
  role: string;
  /** Null where no schema of the search_path is there for this role. */
  schema: string | null;
  searchPath: string;
  mayCreate: boolean | null;
  /** Of tables of ours that this role may not change. */
  owner: string | null;
  ownerIsSuperuser: boolean | null;
  tables: string[] | null;
  /** Whether all of those tables can be read and written; null where there are none. */
  mayUse: boolean | null;
}

/** What the role lacks to bring the schema up to date, as a sentence that says what to run; null where nothing is known. */
export async function lackingForMigrations(client: Client): Promise<string | null> {
  const { role, schema, searchPath, mayCreate, owner, ownerIsSuperuser, tables } = await rightsOf(client);
  if (schema === null) return schemaToMake(client, role, searchPath);
  if (owner && tables && !ownerIsSuperuser)
    return `its tables belong to ${owner}, and ${role} may not change them: run GRANT ${owner} TO ${role};`;
  if (owner && tables) {
    const statements = tables.map((table) => `ALTER TABLE ${table} OWNER TO ${role};`);
    return `its tables belong to ${owner}, and ${role} may not change them: run ${statements.join(' ')}`;
  }
  if (!mayCreate)
    return `${role} may not make tables in the schema ${schema}: run GRANT CREATE ON SCHEMA ${schema} TO ${role};`;
  return null;
}

/** What the role lacks to use tables that need no migration. */
export async function lackingForUse(client: Client): Promise<string | null> {
  const { role, schema, mayUse } = await rightsOf(client);
  if (mayUse !== false) return null;
  return (
    `${role} may not read and write its tables: run ` +
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};`
  );
}

/** Our tables are those that belong to the owner of `transfers`: another program may have its own in the same schema. */
async function rightsOf(client: Client): Promise<Rights> {
  const { rows } = await client.query<Rights>(`
    WITH here AS (SELECT quote_ident(current_schema())::regnamespace AS oid),
    ours AS (
      SELECT c.oid, c.relowner FROM pg_class c, here
      WHERE c.relnamespace = here.oid AND c.relkind IN ('r', 'v') AND c.relowner = (
        SELECT relowner FROM pg_class t WHERE t.relnamespace = here.oid AND t.relname = 'transfers')
    ), foreign_tables AS (SELECT * FROM ours WHERE NOT pg_has_role(relowner, 'USAGE'))
    SELECT quote_ident(current_user) AS role,
      quote_ident(current_schema()) AS schema,
      current_setting('search_path') AS "searchPath",
      has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
      (SELECT quote_ident(min(pg_get_userbyid(relowner))) FROM foreign_tables) AS owner,
      (SELECT bool_or(rolsuper) FROM foreign_tables JOIN pg_roles r ON r.oid = relowner) AS "ownerIsSuperuser",
      (SELECT array_agg(oid::regclass::text ORDER BY oid) FROM foreign_tables) AS tables,
      (SELECT bool_and(has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
        AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')) FROM ours) AS "mayUse"`);
  return rows[0]!;
}

async function schemaToMake(client: Client, role: string, searchPath: string): Promise<string> {
  const wanted =
    searchPath
      .split(',')
      .map((name) => name.trim())
      .find((name) => name !== '' && name !== '"$user"') ?? 'public';
  const { rows } = await client.query<{ exists: boolean }>(
    'SELECT to_regnamespace($1) IS NOT NULL AS exists',
    [wanted],
  );
  return rows[0]!.exists
    ? `${role} may not use the schema ${wanted}: run GRANT USAGE, CREATE ON SCHEMA ${wanted} TO ${role};`
    : `the schema ${wanted} is not there: run CREATE SCHEMA ${wanted} AUTHORIZATION ${role};`;
}
