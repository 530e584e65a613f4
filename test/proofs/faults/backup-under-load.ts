import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { Random } from '../../../src/simulator/random.js';
import { type Push, randomCalls } from '../../support/stories/random-call.js';
import { until } from '../../support/until.js';
import { openPlaces, type Place, type Places } from './starts/places.js';
import type { Kind } from './starts/plan.js';
import { storiesLeft } from './starts/stage.js';
import { type Start, startProgram } from './starts/start.js';

const SENDERS = 8;
const COMMAND = 'dist/database/backup/backup-command.js';

/** With external and embedded PostgreSQL. Resolves with whether nothing was wrong. */
export async function proveBackups(calls: number, say: (line: string) => void): Promise<boolean> {
  const places = await openPlaces();
  let held = true;
  try {
    for (const kind of ['external', 'embedded'] as const) {
      const wrong = await proveBackup(places, kind, calls);
      say(`${kind}: ${wrong.length === 0 ? `${calls} calls are the same to the row` : wrong.join('; ')}`);
      held &&= wrong.length === 0;
    }
  } finally {
    await places.close();
  }
  return held;
}

/**
 * Takes a backup while events come in as fast as they are answered, restores it into another database, and starts the program on that.
 * Resolves with what is wrong: the calls that were over before the backup must be the same to the row, with their stories.
 */
export async function proveBackup(places: Places, kind: Kind, calls: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-backup-'));
  const [source, target] = [await places.make(kind, 0), await places.make(kind, 0)];
  const running: Start[] = [];
  try {
    const program = await started(source, running);
    await send(program.url!, pushesOf(calls, 'before'));
    const load = keepSending(program.url!);
    await until(() => load.answered() > calls);
    const answered = load.answered();
    const file = (await runCommand(source, 'backup', folder)).trim();
    const meanwhile = load.answered() - answered;
    await load.stop();
    await runCommand(target, 'restore', file);
    await started(target, running);
    const [kept, restored] = [await callsBefore(source), await callsBefore(target)];
    const missing = kept.filter((row) => !restored.includes(row));
    return [
      ...(meanwhile > 0 ? [] : ['nothing was sent while the backup was taken']),
      ...(kept.length > calls ? [] : [`only ${kept.length} rows were there before the backup`]),
      ...(missing.length > 0 ? [`${missing.length} rows are not as they were, such as ${missing[0]}`] : []),
      ...(restored.length > kept.length ? [`${restored.length - kept.length} rows are too many`] : []),
    ];
  } finally {
    for (const start of running) await start.end('SIGTERM');
    for (const place of [source, target]) await place.remove();
    rmSync(folder, { recursive: true });
  }
}

async function started(place: Place, running: Start[]): Promise<Start> {
  const start = startProgram(place.env);
  running.push(start);
  await until(async () => start.hasEnded() || (await start.isReady()));
  if (start.hasEnded()) throw new Error(start.output.join('\n'));
  return start;
}

async function runCommand({ env }: Place, name: 'backup' | 'restore', argument: string): Promise<string> {
  const settings = { ...process.env, DATABASE_URL: '', DATA_DIR: '', ...env };
  return (await promisify(execFile)(process.execPath, [COMMAND, name, argument], { env: settings })).stdout;
}

/** Calls whose ids begin with a word, which distinguishes them from those of other moments. */
function pushesOf(calls: number, word: string): Push[] {
  const { pushes } = randomCalls(calls, new Random(16));
  return pushes.map(({ at, body }) => ({ at, body: body.replaceAll('1795510800.', `${word}-1795510800.`) }));
}

async function send(url: string, pushes: Push[]) {
  for (const { body } of pushes) {
    const { status } = await fetch(url, { method: 'POST', body });
    if (status !== 200) throw new Error(`a push is answered ${status}: ${body}`);
  }
}

function keepSending(url: string) {
  let answered = 0;
  let stopped = false;
  const senders = Array.from({ length: SENDERS }, async (_, n) => {
    for (let round = 0; !stopped; round++)
      for (const { body } of pushesOf(SENDERS, `during-${n}-${round}`)) {
        if (stopped) return;
        if ((await fetch(url, { method: 'POST', body })).status === 200) answered += 1;
      }
  });
  return {
    answered: () => answered,
    async stop() {
      stopped = true;
      await Promise.all(senders);
    },
  };
}

/** All rows of the calls that were over before the backup, once every story has been computed. */
async function callsBefore(place: Place): Promise<string[]> {
  const client = new Client({ connectionString: (await place.url())! });
  await client.connect();
  try {
    await until(async () => (await storiesLeft(client)) === 0);
    const { rows } = await client.query<{ row: string }>(`
      SELECT (to_jsonb(t) - '{created_tx,changed_tx}'::text[])::text AS row FROM transfers t WHERE callid LIKE 'before-%'
      UNION ALL SELECT to_jsonb(m)::text FROM members m JOIN transfers t ON t.sn = m.sn AND t.id = m.transfer_id WHERE callid LIKE 'before-%'
      UNION ALL SELECT (to_jsonb(e) - 'created_tx')::text FROM recorded_events e WHERE callid LIKE 'before-%'
      UNION ALL SELECT to_jsonb(p)::text FROM call_parties p WHERE callid LIKE 'before-%' ORDER BY 1`);
    return rows.map(({ row }) => row);
  } finally {
    await client.end();
  }
}
