import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openCluster } from '../../../../src/database/embedded/postgres-cluster.js';
import {
  seenEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../../src/database/embedded/embedded-postgres.js';
import { findServer, freePort, launchServer } from '../../../../src/database/embedded/postgres-server.js';
import { createCluster, type TestCluster } from '../../../support/postgres/cluster.js';
import { until } from '../../../support/until.js';
import { makeOld } from './old-database.js';
import type { Kind } from './plan.js';

/** Where one program keeps its transfers. */
export interface Place {
  /** The settings that name it. */
  env: Record<string, string>;
  /** The folder of the embedded PostgreSQL, from which its stages can be seen. */
  folder: string | null;
  /** The address of its database while its server runs, else null. */
  url(): Promise<string | null>;
  /** Has the server run, though no program does. */
  wake(): Promise<string>;
  /** Kills the server, if it is the embedded one. */
  cut(): void;
  remove(): Promise<void>;
}

export type Places = Awaited<ReturnType<typeof openPlaces>>;

/** Makes places of both kinds for so many migrations, the external ones in one server. The old databases are made once, and copied. */
export async function openPlaces(given?: TestCluster) {
  const base = mkdtempSync(join(tmpdir(), 'handoff-starts-'));
  chmodSync(base, 0o755); // root's PostgreSQL runs as another user
  const cluster = given ?? (await createCluster(join(base, 'external')));
  const templates = new Set<number>();
  let made = 0;
  const embeddedPlaces = new Set<Place>();
  // Where the proof is ended in the middle, too.
  const abandon = () => {
    for (const place of embeddedPlaces) place.cut();
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', abandon);

  async function administer(statement: string) {
    const client = new Client({ connectionString: cluster.url('postgres') });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async function external(migrations: number): Promise<Place> {
    const template = `old_${migrations}`;
    if (migrations > 0 && !templates.has(migrations)) {
      await administer(`CREATE DATABASE ${template}`);
      await makeOld(cluster.url(template), migrations);
      templates.add(migrations);
    }
    const name = `round_${(made += 1)}`;
    await administer(`CREATE DATABASE ${name} TEMPLATE ${migrations > 0 ? template : 'template0'}`);
    const url = cluster.url(name);
    return {
      env: { DATABASE_URL: url },
      folder: null,
      url: async () => url,
      wake: async () => url,
      cut: () => {},
      remove: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
    };
  }

  async function embedded(migrations: number): Promise<Place> {
    const dataDir = join(base, `data-${(made += 1)}`);
    if (migrations === 0) mkdirSync(dataDir);
    else execFileSync('cp', ['-a', await oldFolder(migrations), dataDir]);
    const place = embeddedPlace(dataDir);
    embeddedPlaces.add(place);
    return place;
  }

  async function oldFolder(migrations: number): Promise<string> {
    const template = join(base, `old-${migrations}`);
    if (!existsSync(template)) {
      mkdirSync(template);
      const postgres = await startEmbeddedPostgres(template);
      await makeOld(postgres.url, migrations);
      await postgres.stop();
    }
    return template;
  }

  return {
    make: (kind: Kind, migrations: number) =>
      kind === 'embedded' ? embedded(migrations) : external(migrations),
    async close() {
      process.off('exit', abandon);
      if (!given) await cluster.remove();
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function embeddedPlace(dataDir: string): Place {
  const folder = join(dataDir, 'postgres');
  const running = () => {
    const file = join(folder, 'postmaster.pid');
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    return pid > 0 && existsSync(`/proc/${pid}`) ? pid : null;
  };
  const cut = () => {
    const pid = running();
    if (pid) process.kill(pid, 'SIGKILL');
  };
  return {
    env: { DATA_DIR: dataDir },
    folder: dataDir,
    url: async () => (running() ? seenEmbeddedPostgres(dataDir) : null),
    async wake() {
      const cluster = await openCluster(dataDir);
      let url = '';
      await until(async () => {
        // Of two servers that take one port at the same moment, the second gives up.
        if (!(await findServer(cluster))) await launchServer(cluster, await freePort());
        url = (await seenEmbeddedPostgres(dataDir)) ?? '';
        return url !== '' && answers(url);
      });
      return url;
    },
    cut,
    async remove() {
      cut();
      await until(() => running() === null);
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** How far the folder of an embedded PostgreSQL has come. */
export function folderStage(dataDir: string): 'nothing' | 'initdb' | 'cluster' | 'server' {
  if (existsSync(join(dataDir, 'postgres/postmaster.pid'))) return 'server';
  if (existsSync(join(dataDir, 'postgres/PG_VERSION'))) return 'cluster';
  return readdirSync(dataDir).some((name) => name.startsWith('.postgres-')) ? 'initdb' : 'nothing';
}
