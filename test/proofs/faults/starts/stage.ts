import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { catalog } from './catalog.js';
import { folderStage, type Place } from './places.js';
import type { Start } from './start.js';

/** How far a start had come when it was stopped; `migration` counts from 1. */
export interface Stage {
  name: (typeof STAGES)[number];
  migration?: number;
}

export const STAGES = [
  'before the cluster',
  'cluster being made',
  'cluster made, no database yet',
  'before the first migration',
  'migration begun',
  'migration there, its row unfinished',
  'migration finished, others missing',
  'all migrated, not serving yet',
  'serving, stories being computed',
  'serving',
] as const;

/** To be asked just before the blow: whether it serves, and what it has left to do. */
export async function servingStage(start: Start, place: Place): Promise<Stage | null> {
  if (start.url === null) return null;
  const url = await place.url();
  const waiting = url ? await ask(url, storiesLeft) : 0;
  return { name: waiting > 0 ? 'serving, stories being computed' : 'serving' };
}

/** To be asked once the program is dead and its PostgreSQL is not. */
export async function stoppedStage(start: Start, place: Place, catalogs: string[]): Promise<Stage> {
  if (place.folder !== null) {
    const stage = folderStage(place.folder);
    if (stage === 'nothing') return { name: 'before the cluster' };
    if (stage === 'initdb') return { name: 'cluster being made' };
  }
  if (start.output.some((line) => line.includes('The database is ready')))
    return { name: 'all migrated, not serving yet' };
  const url = await place.url();
  return url
    ? ask(url, (client) => ledgerStage(client, catalogs))
    : { name: 'cluster made, no database yet' };
}

async function ledgerStage(client: Client, catalogs: string[]): Promise<Stage> {
  const there = await client.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there`);
  const rows = there.rows[0].there
    ? (await client.query<{ finished: boolean }>(LEDGER)).rows
    : ([] as { finished: boolean }[]);
  const last = rows.at(-1);
  const migration = rows.length;
  if (!last) return { name: 'before the first migration' };
  if (last.finished)
    return migration === catalogs.length - 1
      ? { name: 'all migrated, not serving yet' }
      : { name: 'migration finished, others missing', migration };
  return {
    name: (await isThere(client, migration, catalogs))
      ? 'migration there, its row unfinished'
      : 'migration begun',
    migration,
  };
}

/** No where its transaction is still open: PostgreSQL goes on with what a dead program has sent. */
async function isThere(client: Client, migration: number, catalogs: string[]): Promise<boolean> {
  const lockNotAvailable = '55P03';
  try {
    await client.query(`SET lock_timeout = '100ms'`);
    return catalogs[migration] !== catalogs[migration - 1] && (await catalog(client)) === catalogs[migration];
  } catch (error) {
    if ((error as { code?: string }).code === lockNotAvailable) return false;
    throw error;
  }
}

const LEDGER = `SELECT finished_at IS NOT NULL AS finished FROM public._prisma_migrations
  WHERE rolled_back_at IS NULL ORDER BY migration_name`;

/** Of how many events and transfers no story has been computed yet. What was stored before there were stories has none. */
export async function storiesLeft(client: Client): Promise<number> {
  const { rows } = await client.query<{ left: number }>(`
    SELECT count(*)::int AS left FROM (SELECT created_tx FROM recorded_events UNION ALL SELECT created_tx FROM transfers) stored
    LEFT JOIN story_progress ON true WHERE created_tx IS NOT NULL AND pg_visible_in_snapshot(created_tx, seen) IS NOT TRUE`);
  return rows[0]!.left;
}

const NO_DATABASE = '3D000';
/** It starts or stops just now. */
const NOT_YET = ['57P03', 'ECONNREFUSED'];
const TRIES = 250;

async function ask<T>(url: string, question: (client: Client) => Promise<T>, tries = TRIES): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return await question(client);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    const hasStopped = code === 'ECONNREFUSED' && tries === 0;
    if (code === NO_DATABASE || hasStopped) return { name: 'cluster made, no database yet' } as T;
    if (!NOT_YET.includes(code) || tries === 0) throw error;
    await pause(20);
    return await ask(url, question, tries - 1);
  } finally {
    await client.end().catch(() => {});
  }
}
