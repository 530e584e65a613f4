import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { TestCluster } from '../../support/postgres/cluster.js';
import { until } from '../../support/until.js';
import { memoryMiB, parentOf } from '../../support/process-usage.js';
import type { AttemptLog } from './attempts.js';
import type { Program } from './program.js';

export interface Scene {
  program: Program;
  cluster: TestCluster;
  attempts: AttemptLog;
  port: number;
  databaseUrl: string;
  /** Whether answers must be quick, too: on a machine that does nothing else. */
  timed: boolean;
}

/** Each does its harm, mends it, and resolves when the program is well again; what it returns was not as promised. */
export const FAULTS = {
  async 'kill -9 of the program'({ program }: Scene) {
    await program.end('SIGKILL');
    await program.start();
  },

  async 'kill -9 and restart of PostgreSQL'({ cluster }: Scene) {
    await cluster.kill();
    await cluster.start();
  },

  /** PostgreSQL then throws out everyone and recovers by itself. */
  async 'kill -9 of a connection'({ cluster, databaseUrl }: Scene) {
    const client = await connected(databaseUrl);
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'handoff' AND datname = current_database() LIMIT 1`,
    );
    await client.end().catch(() => {});
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    await cluster.start();
  },

  async 'the program frozen for 3 s'({ program }: Scene) {
    process.kill(program.pid, 'SIGSTOP');
    await pause(3_000);
    process.kill(program.pid, 'SIGCONT');
  },

  async 'PostgreSQL frozen for 8 s'({ cluster, ...scene }: Scene) {
    const start = performance.now();
    const all = family(await cluster.pid());
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    await pause(8_000);
    for (const pid of all) process.kill(pid, 'SIGCONT');
    return slowOnes(scene, start);
  },

  async 'a table locked for 10 s'({ databaseUrl, ...scene }: Scene) {
    const start = performance.now();
    const client = await connected(databaseUrl);
    await client.query('BEGIN; LOCK TABLE transfers IN ACCESS EXCLUSIVE MODE');
    await pause(10_000);
    await client.query('ROLLBACK');
    await client.end();
    return slowOnes(scene, start);
  },

  /** 2,000 connections that never finish their headers, while the others send. */
  async 'a storm of connections'({ port, ...scene }: Scene) {
    const start = performance.now();
    const storm = Array.from({ length: 2_000 }, () => {
      const socket = connect(port, '127.0.0.1', () => socket.write('POST / HTTP/1.1\r\nHost: x\r\nX-'));
      socket.on('error', () => {}).resume();
      return socket;
    });
    // A client for which the listening socket has no room gets in by its third try, 7 s later, and is cut off within 7 s of that.
    const held = () => storm.filter(({ closed }) => !closed).length;
    while (held() > 0 && performance.now() < start + 15_000) await pause(100);
    const left = held();
    for (const socket of storm) socket.destroy();
    return [
      ...slowOnes(scene, start),
      ...(left > 0 ? [`${left} idle connections were still held after 15 s`] : []),
    ];
  },

  'the database away for 60 s': (scene: Scene) => databaseAway(scene, () => pause(60_000)),

  'the database away until 100 events are refused'(scene: Scene) {
    const gone = performance.now();
    return databaseAway(scene, () => until(() => scene.attempts.since(gone).length >= 100));
  },

  /** Only where the cluster stands on a small disk. */
  async 'a full disk'({ cluster, ...scene }: Scene) {
    const filler = join(cluster.dataDir, 'filler');
    const start = performance.now();
    await writeFile(filler, Buffer.alloc(1 << 30)).catch(() => {}); // until there is no room
    await pause(5_000);
    await rm(filler);
    await cluster.start();
    await recovered(scene.attempts, performance.now());
    return slowOnes(scene, start);
  },
} satisfies Record<string, (scene: Scene) => Promise<string[] | void>>;

export type FaultName = keyof typeof FAULTS;

/** Only 503, none of them late, no memory eaten, and 200 again within 2 seconds of its return. */
async function databaseAway(scene: Scene, whileAway: () => Promise<unknown>): Promise<string[]> {
  const { cluster, program, attempts, timed } = scene;
  const before = memoryMiB(program.pid);
  await cluster.stop();
  const gone = performance.now();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memoryMiB(program.pid))), 500);
  await whileAway().finally(() => clearInterval(watch));
  const wrong = slowOnes(scene, gone);
  const others = attempts.since(gone).filter(({ status }) => status !== 503).length;
  if (others > 0) wrong.push(`${others} answers other than 503 without a database`);
  if (most - before >= 64) wrong.push(`memory grew by ${Math.round(most - before)} MiB`);
  await cluster.start();
  const back = performance.now();
  const took = await recovered(attempts, back);
  if (timed && took > 2_000) wrong.push(`200 again only ${Math.round(took)} ms after the database was back`);
  return wrong;
}

/** Milliseconds from then to the first 200. */
async function recovered(attempts: AttemptLog, then: number): Promise<number> {
  const first = () => attempts.since(then).find(({ status }) => status === 200);
  await until(first);
  const { at, took } = first()!;
  return at + took - then;
}

function slowOnes({ attempts, timed }: Pick<Scene, 'attempts' | 'timed'>, start: number): string[] {
  if (!timed) return [];
  const slow = attempts.since(start).filter(({ took }) => took > 5_000);
  return slow.length > 0 ? [`${slow.length} answers took longer than 5 s`] : [];
}

/** PostgreSQL's first process and all of its others. */
function family(parent: number): number[] {
  return [
    parent,
    ...readdirSync('/proc')
      .map(Number)
      .filter((pid) => parentOf(pid) === parent),
  ];
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}
