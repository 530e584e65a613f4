import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster, type TestCluster } from '../../support/postgres/cluster.js';
import { freePort } from '../../support/postgres/port.js';
import { until } from '../../support/until.js';
import { FAULTS, type FaultName } from './faults.js';
import { AttemptLog, type Faults } from './attempts.js';
import { Program } from './program.js';
import { startRolling } from './rollups.js';
import { startSenders } from './senders.js';

export interface Options {
  faults: FaultName[];
  senders: number;
  perSecond: number;
  say: (line: string) => void;
  /** Whether answers must be quick, too: on a machine that does nothing else. */
  timed: boolean;
  /** A running one, which is left running; one of its own by default. */
  cluster?: TestCluster;
  /** Where its own cluster stands; a folder of its own by default. */
  dataDir?: string;
  /** Ends the faults early; what was answered so far is still checked. */
  enough?: AbortSignal;
  /** The negative control. */
  preload?: string;
}

export interface Outcome {
  attempts: number;
  answered: number;
  /** Attempts by their answer; `none` where no whole answer came. */
  statuses: Record<string, number>;
  /** What was not as promised: by the answers held against the database, and by each fault. */
  wrong: Faults;
}

let databases = 0;

/** Throws these faults in, one after the other, while senders send; then holds their attempts against the database. */
export async function run({
  faults,
  senders,
  perSecond,
  say,
  timed,
  cluster: given,
  dataDir,
  enough,
  preload,
}: Options): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-faults-'));
  const cluster = given ?? (await createCluster(dataDir));
  const databaseUrl = await cluster.createDatabase(`faults_${(databases += 1)}`);
  const port = await freePort();
  const program = new Program({ port, databaseUrl, log: join(folder, 'program.log'), preload });
  const attempts = new AttemptLog();
  const rolling = startRolling(databaseUrl);
  const wrong: Faults = {};
  try {
    await program.start();
    const sending = startSenders(attempts, port, senders, perSecond);
    /** Resolves when so many more are answered 200. */
    const answered = (more: number, from = attempts.answered) =>
      until(() => enough?.aborted || attempts.answered >= from + more);
    for (const [n, fault] of faults.entries()) {
      await answered(senders + Math.random() * perSecond); // so that it happens at any moment
      if (enough?.aborted) break;
      const start = Date.now();
      const broken = (await FAULTS[fault]({ program, cluster, attempts, port, databaseUrl, timed })) ?? [];
      for (const what of broken) blame(wrong, what, fault);
      say(
        `${n + 1} of ${faults.length}: ${fault} (${((Date.now() - start) / 1000).toFixed(1)} s), ${attempts.answered} answered${broken.length > 0 ? `; ${broken.join('; ')}` : ''}`,
      );
    }
    await answered(perSecond);
    await sending.stop();
    await program.end('SIGTERM');
    if (program.exits > 0) blame(wrong, `the program ended by itself ${program.exits} times`, '');
    const statuses: Record<string, number> = {};
    for (const { status } of attempts.all) statuses[status ?? 'none'] = (statuses[status ?? 'none'] ?? 0) + 1;
    for (const status of Object.keys(statuses))
      if (!['200', '503', 'none'].includes(status)) blame(wrong, `answers ${status}`, '');
    say('holding the answers against the database');
    Object.assign(wrong, await attempts.check(databaseUrl));
    for (const what of await rolling.check()) blame(wrong, what, '');
    return { attempts: attempts.all.length, answered: attempts.answered, statuses, wrong };
  } finally {
    await program.end('SIGKILL').catch(() => {});
    await rolling.close().catch(() => {});
    if (!given) await cluster.remove();
    if (Object.keys(wrong).length === 0 || preload) rmSync(folder, { recursive: true });
    else say(`the program's output is in ${folder}`);
  }
}

function blame(wrong: Faults, what: string, where: string) {
  const entry = (wrong[what] ??= { count: 0, first: [] });
  entry.count += 1;
  entry.first.push(where);
}
