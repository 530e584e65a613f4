import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { parentOf } from '../process-usage.js';

/** A database for one test file on the tests' PostgreSQL. Drop it after the program that uses it has closed. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A copy of the migrated database, in about 50 ms; or an empty one. */
export async function createTestDatabase(content: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${content === 'migrated' ? 'handoff' : 'template1'}`);
  const url = new URL(serverUrl());
  url.pathname = name;
  return {
    url: url.href,
    drop: async () => void (await administer(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/** The tests' PostgreSQL where a proof would have one of its own. Its databases are dropped all together. */
export function testServer() {
  const databases: TestDatabase[] = [];
  return {
    async createDatabase(): Promise<string> {
      const database = await createTestDatabase();
      databases.push(database);
      return database.url;
    },
    pid: postmasterPid,
    async dropDatabases() {
      for (const database of databases) await database.drop();
    },
  };
}

const postmasterPid = (): Promise<number> =>
  connected(adminUrl(), async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return parentOf(rows[0]!.pid); // while that process is there
  });

const administer = (statement: string): Promise<unknown> =>
  connected(adminUrl(), (client) => client.query(statement));

/** Runs on a connection of its own, which is closed afterwards. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // a server that is stopped ends it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Nobody may be connected to a database that is copied. */
function adminUrl(): string {
  const url = new URL(serverUrl());
  url.pathname = 'postgres';
  return url.href;
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES'];
  if (!url) throw new Error('Run the tests through `npm run jest`: it starts their PostgreSQL.');
  return url;
}
