import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Client } from 'pg';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { until } from '../../support/until.js';

/** The network between the program and its database, which can break. */
class Network {
  #server: Server | null = null;
  #sockets: Socket[] = [];
  #hangs = false;
  /** Below the ephemeral ports, so that it is still free when the network comes back. */
  readonly port = 20_000 + Math.floor(Math.random() * 12_000);

  async up(target: URL): Promise<void> {
    this.#hangs = false;
    this.#server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.push(from);
        from.on('error', () => {}).on('close', () => to.destroy());
        if (!this.#hangs) from.pipe(to);
      }
    }).listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    for (const socket of this.#sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Nothing arrives any more and nobody says so, as behind a pulled cable. */
  hang(): void {
    this.#hangs = true; // for those who connect anew, too
    for (const socket of this.#sockets) socket.unpipe();
  }
}

const network = new Network();
let target: TestDatabase;
let database: Database | null = null;

async function throughNetwork(content: 'migrated' | 'empty'): Promise<string> {
  target = await createTestDatabase(content);
  await network.up(new URL(target.url));
  const url = new URL(target.url);
  url.port = String(network.port);
  return url.href;
}

const untilState = (state: Database['status']['state']) => until(() => database!.status.state === state);

async function answer(): Promise<unknown[]> {
  return [
    (await database!.pool.query('SELECT 1 AS one')).rows[0],
    await database!.prisma.transfer.count(), // the schema is there
  ];
}

describe('a database', () => {
  afterEach(async () => {
    await database?.onApplicationShutdown();
    database = null;
    await network.down();
    await target.drop();
  });

  it('that is away at start does not keep the program from starting, and is migrated when it comes', async () => {
    const url = await throughNetwork('empty');
    await network.down();
    database = await openDatabase({ databaseUrl: url, dataDir: '/nowhere' });
    expect(database.status).toEqual({
      state: 'away',
      reason: expect.stringContaining('ECONNREFUSED'),
    });

    await network.up(new URL(target.url));
    await untilState('ready');
    expect(await answer()).toEqual([{ one: 1 }, 0]);
  });

  it('that goes away is known to be away at once, and is back when it comes', async () => {
    const url = await throughNetwork('migrated');
    database = await openDatabase({ databaseUrl: url, dataDir: '/nowhere' });
    expect(database.status).toEqual({ state: 'ready' });
    for (let round = 0; round < 2; round++) {
      const waiting = database.pool.query('SELECT pg_sleep(20)').catch((error: Error) => error);
      const held = await database.pool.connect(); // between two statements of a transaction
      await held.query('BEGIN');
      await network.down();
      await untilState('away');
      expect(await waiting).toBeInstanceOf(Error);
      await expect(held.query('COMMIT')).rejects.toThrow(/connection|terminated/i);
      held.release(true);
      await expect(database.pool.query('SELECT')).rejects.toThrow('ECONNREFUSED');

      await network.up(new URL(target.url));
      await untilState('ready'); // how long that takes: npm run faults
      expect(await answer()).toEqual([{ one: 1 }, 0]);
    }
  });

  it('that answers no more is known to be away within seconds', async () => {
    const url = await throughNetwork('migrated');
    database = await openDatabase({ databaseUrl: url, dataDir: '/nowhere' });
    network.hang();
    await untilState('away');
    await network.down();
    await network.up(new URL(target.url));
    await untilState('ready');
    expect(await answer()).toEqual([{ one: 1 }, 0]);
  });

  it('that a newer program has migrated is refused with a sentence, and left without a connection', async () => {
    const url = await throughNetwork('migrated');
    const client = new Client({ connectionString: target.url });
    await client.connect();
    await client.query(`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
      VALUES (gen_random_uuid(), '', '29990101000000_later', now(), now(), 1)`);
    await expect(openDatabase({ databaseUrl: url, dataDir: '/nowhere' })).rejects.toThrow(
      /newer than the program/,
    );
    const left = `SELECT application_name FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await until(async () => (await client.query(left)).rowCount === 0); // the server takes a moment to see a connection end
    await client.end();
  });
});
