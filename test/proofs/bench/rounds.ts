import { Client } from 'pg';
import type { TestCluster } from '../../support/postgres/cluster.js';
import { transferEvent } from '../../support/pushes.js';
import { type StartedProgram, startProgram } from '../../support/program.js';
import { type Amount, connectionPerEvent, keepAlive, type Load, steady } from './load.js';
import { CLIENTS, hasPgbench, pgbench } from './pgbench.js';
import { cpuSeconds, cpuSecondsOfAll, memoryMiB } from '../../support/process-usage.js';

const MODES = { 'keep-alive': keepAlive, 'connection per event': connectionPerEvent };
export type Mode = keyof typeof MODES;

/** One contestant in one connection mode. NaN where it cannot be measured. */
export interface Figure {
  letter: string;
  mode: Mode;
  perSecond: number;
  p50: number;
  p99: number;
  /** Microseconds of CPU per event: the program's, and PostgreSQL's. */
  cpu: number;
  postgresCpu: number;
  /** Resident, of the program, after the load. */
  memoryMiB: number;
}

export interface Figures {
  samples: Figure[];
  /** D at half of its peak rate; null without D. */
  steady: Load | null;
  /** D's rate and memory (MiB) for each 100,000 of the long run. */
  long: { perSecond: number; memoryMiB: number }[];
  notes: string[];
}

export interface Options {
  rounds: number;
  /** Of each contestant in each round. */
  amount: Amount;
  /** Each contestant's best of these counts. */
  connections: number[];
  long: number;
  only: string;
  folder: string;
  /** Where each contestant gets a database of its own. */
  cluster: Pick<TestCluster, 'createDatabase' | 'pid'>;
  say: (line: string) => void;
}

const LONG_STEP = 100_000;
const TYPESCRIPT = ['--import', './test/support/tools/typescript.mjs'];

export async function measure(options: Options): Promise<Figures> {
  const { cluster, only, amount, say } = options;
  const contestants = await startAll(options);
  const pgbenchUrl = only.includes('B') && hasPgbench() ? await cluster.createDatabase('pgbench') : null;
  const notes = only.includes('B') && !pgbenchUrl ? ['B was skipped: there is no pgbench here.'] : [];
  const samples: Figure[] = [];
  const take = (round: number, figure: Figure) => {
    samples.push(figure);
    say(`round ${round}: ${figure.letter}, ${figure.mode}: ${Math.round(figure.perSecond)} events a second`);
  };
  try {
    for (let round = 1; round <= options.rounds; round++) {
      for (const contestant of contestants) {
        take(round, await sample(contestant, 'keep-alive', options));
        take(round, await sample(contestant, 'connection per event', options));
      }
      if (pgbenchUrl) take(round, await samplePgbench(pgbenchUrl, options));
    }
    const program = contestants.find(({ letter }) => letter === 'D');
    if (!program) return { samples, steady: null, long: [], notes };
    const peak = median(samples, 'D', 'keep-alive').perSecond;
    say(`D at half of its peak rate, ${Math.round(peak / 2)} events a second`);
    const half = await steady(program, peak / 2, twice(amount));
    program.answered += half.answered;
    const long = await longRun(program, options);
    await proveStored(program.databaseUrl, contestants);
    return { samples, steady: half, long, notes };
  } finally {
    await Promise.all(contestants.map(({ stop }) => stop()));
  }
}

const twice = (amount: Amount): Amount =>
  'events' in amount ? { events: amount.events * 2 } : { seconds: amount.seconds * 2 };

/** Each figure's own median over the rounds. */
export function median(samples: Figure[], letter: string, mode: Mode): Figure {
  const rounds = samples.filter((s) => s.letter === letter && s.mode === mode);
  const middle = (key: 'perSecond' | 'p50' | 'p99' | 'cpu' | 'postgresCpu' | 'memoryMiB') =>
    rounds.map((s) => s[key]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? NaN;
  return {
    letter,
    mode,
    perSecond: middle('perSecond'),
    p50: middle('p50'),
    p99: middle('p99'),
    cpu: middle('cpu'),
    postgresCpu: middle('postgresCpu'),
    memoryMiB: middle('memoryMiB'),
  };
}

type Contestant = Awaited<ReturnType<typeof startAll>>[number];

async function startAll({ only, cluster }: Options) {
  const entry = (letter: string, path: string, program: StartedProgram, databaseUrl = '') => ({
    letter,
    path,
    ...program,
    databaseUrl,
    event,
    answered: 0,
  });
  const A = async () => [entry('A', '/', await startProgram(['test/proofs/bench/echo.mjs']))];
  const C = async () => {
    const url = await cluster.createDatabase('tutorial');
    const args = [...TYPESCRIPT, 'test/proofs/bench/tutorial.ts'];
    return [entry('C', '/', await startProgram(args, { DATABASE_URL: url }), url)];
  };
  const D = async () => {
    const url = await cluster.createDatabase('handoff');
    const program = await startProgram(['dist/main.js'], { DATABASE_URL: url });
    // Any other spelling of the address misses the way ahead of Nest and takes the controller.
    return [entry('D', '/', program, url), entry('d', '/?', program, url)];
  };
  const started: ReturnType<typeof entry>[] = [];
  if (only.includes('A')) started.push(...(await A()));
  if (only.includes('C')) started.push(...(await C()));
  if (/D/i.test(only)) started.push(...(await D()));
  return started.filter(({ letter }) => only.includes(letter));
}

async function sample(contestant: Contestant, mode: Mode, options: Options): Promise<Figure> {
  const figures: Figure[] = [];
  for (const connections of options.connections)
    figures.push(await sampleAt(connections, contestant, mode, options));
  return figures.reduce((best, figure) => (figure.perSecond > best.perSecond ? figure : best));
}

async function sampleAt(connections: number, contestant: Contestant, mode: Mode, options: Options) {
  const postgres = await options.cluster.pid();
  const before = [cpuSeconds(contestant.pid), cpuSecondsOfAll(postgres)] as const;
  const load = await MODES[mode](contestant, connections, options.amount);
  if (load.answered === 0)
    throw new Error(`${contestant.letter}, ${mode}: no event was answered; give it more --seconds`);
  contestant.answered += load.answered;
  const each = (seconds: number) => (seconds / load.answered) * 1e6;
  return {
    letter: contestant.letter,
    mode,
    perSecond: load.perSecond,
    p50: load.p50,
    p99: load.p99,
    cpu: each(cpuSeconds(contestant.pid) - before[0]),
    postgresCpu: each(cpuSecondsOfAll(postgres) - before[1]),
    memoryMiB: memoryMiB(contestant.pid),
  };
}

async function longRun(program: Contestant, options: Options) {
  const long = [];
  for (let events = 0; events < options.long; events += LONG_STEP) {
    const load = await keepAlive(program, options.connections[0]!, { events: LONG_STEP });
    program.answered += load.answered;
    long.push({ perSecond: load.perSecond, memoryMiB: memoryMiB(program.pid) });
    const { perSecond, memoryMiB: memory } = long.at(-1)!;
    options.say(
      `long run, ${events + LONG_STEP} events: ${Math.round(perSecond)} a second, ${Math.round(memory)} MiB`,
    );
  }
  return long;
}

async function samplePgbench(url: string, { amount, folder, cluster }: Options): Promise<Figure> {
  let best = { perSecond: 0, postgresCpu: NaN };
  for (const clients of CLIENTS) {
    const before = cpuSecondsOfAll(await cluster.pid());
    const { perSecond, transactions } = await pgbench(url, clients, amount, folder);
    const used = cpuSecondsOfAll(await cluster.pid()) - before;
    if (perSecond > best.perSecond) best = { perSecond, postgresCpu: (used / transactions) * 1e6 };
  }
  return { letter: 'B', mode: 'keep-alive', ...best, p50: NaN, p99: NaN, cpu: NaN, memoryMiB: NaN };
}

let events = 0;
const start = Math.floor(Date.now() / 1000);

/** A transfer of another call each time. */
const event = (): string => JSON.stringify(transferEvent(`${start}.${(events += 1)}`));

/** A rate counts only if what was answered is there. Some more may be: autocannon leaves without waiting for its last answers. */
async function proveStored(url: string, contestants: Contestant[]) {
  const answered = contestants
    .filter(({ letter }) => /D/i.test(letter))
    .reduce((sum, contestant) => sum + contestant.answered, 0);
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ stored: number; members: number }>(
    'SELECT (SELECT count(*)::int FROM transfers) AS stored, (SELECT count(*)::int FROM members) AS members',
  );
  await client.end();
  const { stored, members } = rows[0]!;
  if (stored < answered || members !== stored * 2)
    throw new Error(`${answered} were answered 200, and ${stored} with ${members} members are there`);
}
