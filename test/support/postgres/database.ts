import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

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

async function administer(statement: string): Promise<void> {
  const url = new URL(serverUrl());
  url.pathname = 'postgres'; // nobody may be connected to a database that is copied
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES'];
  if (!url) throw new Error('Run the tests through `npm run jest`: it starts their PostgreSQL.');
  return url;
}
