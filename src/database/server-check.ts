import type { Client } from 'pg';

const OLDEST = 15;

/** The server answers, but transfers cannot be kept in it. */
export class ServerRefused extends Error {}

interface Server {
  version: number;
  standby: boolean;
  fsync: string;
  synchronous_commit: string;
  full_page_writes: string;
}

/**
 * Refuses a server that is too old or cannot be written to. Returns a sentence that says whether a commit
 * survives a power cut.
 */
export async function inspectServer(client: Client): Promise<string> {
  const { rows } = await client.query<Server>(`
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           pg_is_in_recovery() AS standby,
           current_setting('fsync') AS fsync,
           current_setting('synchronous_commit') AS synchronous_commit,
           current_setting('full_page_writes') AS full_page_writes`);
  const server = rows[0]!;
  if (server.version < OLDEST) {
    throw new ServerRefused(`this is PostgreSQL ${server.version}, and ${OLDEST} or newer is needed.`);
  }
  if (server.standby) throw new Error('it is a standby and cannot be written to.');
  const off = (['fsync', 'synchronous_commit', 'full_page_writes'] as const).filter(
    (name) => server[name] === 'off',
  );
  return off.length === 0
    ? `PostgreSQL ${server.version}: what is answered 200 is on disk, also after a power cut`
    : `PostgreSQL ${server.version} runs with ${off.join(' and ')} off: what is answered 200 can be lost when its machine goes down`;
}
