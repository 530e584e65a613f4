import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type LoggedApp, startLoggedApp } from '../logged-app.js';
import { createTestDatabase } from './database.js';

/** Two roles that are no superusers: the one that the program uses, and one that may own what it needs. */
export function testRoles() {
  const role = `role_${randomBytes(6).toString('hex')}`;
  const owner = `owner_${randomBytes(6).toString('hex')}`;
  const asked = async (statement: string) => {
    const database = await createTestDatabase('empty');
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(statement);
    await client.end();
    await database.drop();
  };
  return {
    role,
    owner,
    create: () => asked(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; CREATE ROLE ${owner} LOGIN PASSWORD 'x'`),
    drop: () => asked(`DROP ROLE ${role}, ${owner}`),
    inDatabase: (work: (url: URL, root: Client) => Promise<void>) => inDatabase(role, work),
  };
}

/** A database of its own, as the role sees it, with an administrator's connection. */
async function inDatabase(role: string, work: (url: URL, root: Client) => Promise<void>) {
  const one = await createTestDatabase('empty');
  const root = new Client({ connectionString: one.url });
  root.on('error', () => {});
  await root.connect();
  const url = new URL(one.url);
  [url.username, url.password] = [role, 'x'];
  try {
    await work(url, root);
  } finally {
    await root.end();
    await one.drop();
  }
}

/** The program on this database, for as long as the work goes on. */
export async function withApp(url: string, work: (app: LoggedApp) => Promise<void>) {
  const app = await startLoggedApp({ DATABASE_URL: url });
  try {
    await work(app);
  } finally {
    await app.stop();
  }
}
