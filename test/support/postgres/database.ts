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
    drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
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

async function postmasterPid(): Promise<number> {
  const client = new Client({ connectionString: adminUrl() });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = parentOf(rows[0]!.pid);
  await client.end();
  return pid;
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    await client.query(statement);
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
