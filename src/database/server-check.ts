import type { Client } from 'pg';
import { POOLER } from './connect-failure.js';

const OLDEST = 15;

/** The server answers, but transfers cannot be kept in it. */
export class ServerRefused extends Error {}

interface Server {
  version: number;
  standby: boolean;
  readOnly: boolean;
  /** What to change so that it is not. */
  toWrite: string;
  /** Whether the settings that this session asked for arrived. */
  asAsked: boolean;
  fsync: string;
  synchronous_commit: string;
  full_page_writes: string;
}

/**
 * Refuses a server that is too old, and throws where this one cannot be written to as it is now. Returns a sentence that says whether a commit
 * survives a power cut.
 */
export async function inspectServer(client: Client): Promise<string> {
  const { rows } = await client.query<Server>(`
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           pg_is_in_recovery() AS standby,
           current_setting('transaction_read_only') = 'on' AS "readOnly",
           (SELECT CASE source
              WHEN 'database' THEN format('ALTER DATABASE %I SET', current_database())
              WHEN 'user' THEN format('ALTER ROLE %I SET', current_user)
              WHEN 'database user' THEN format('ALTER ROLE %I IN DATABASE %I SET', current_user, current_database())
              ELSE 'ALTER SYSTEM SET' END || ' default_transaction_read_only = off;'
              || CASE WHEN source = 'configuration file' THEN ' SELECT pg_reload_conf();' ELSE '' END
            FROM pg_settings WHERE name = 'default_transaction_read_only') AS "toWrite",
           current_setting('jit') = 'off' AND current_setting('TimeZone') = 'UTC' AS "asAsked",
           current_setting('fsync') AS fsync,
           current_setting('synchronous_commit') AS synchronous_commit,
           current_setting('full_page_writes') AS full_page_writes`);
  const server = rows[0]!;
  if (server.version < OLDEST) {
    throw new ServerRefused(`this is PostgreSQL ${server.version}, and ${OLDEST} or newer is needed.`);
  }
  if (server.standby)
    throw new Error(
      'it is a standby and cannot be written to: set DATABASE_URL to its primary, or run SELECT pg_promote(); there.',
    );
  if (server.readOnly) throw new Error(`it is read-only: run ${server.toWrite}`);
  if (!server.asAsked) throw new Error(POOLER);
  const off = (['fsync', 'synchronous_commit', 'full_page_writes'] as const).filter(
    (name) => server[name] === 'off',
  );
  return off.length === 0
    ? `PostgreSQL ${server.version}: what is answered 200 is on disk, also after a power cut`
    : `PostgreSQL ${server.version} runs with ${off.join(' and ')} off: what is answered 200 can be lost when its machine goes down`;
}
