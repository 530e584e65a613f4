import { catalogs } from './catalog.js';
import { oldRows } from './kept.js';
import { released } from './old-database.js';
import { openPlaces, type Places } from './places.js';
import { type Kind, planRounds, type Round } from './plan.js';
import { type Expected, type Outcome, runRound } from './round.js';
import { startProgram, useProgram } from './start.js';
import { table } from './table.js';
import { until } from '../../../support/until.js';

export interface Options {
  rounds: number;
  seed: number;
  /** Only these rounds, to go on with a run or to repeat one of its rounds. */
  from: number;
  to: number;
  program?: string;
}

/** Stops first starts and upgrades at many moments. Resolves with whether each next start healed it all. */
export async function proveStarts(
  { rounds, seed, from, to, program }: Options,
  say: (line: string) => void,
  enough: AbortSignal,
): Promise<boolean> {
  if (program) useProgram(program);
  const migrations = (await released()).map(({ name }) => name);
  const plan = planRounds(seed, rounds, migrations.length).slice(from - 1, to);
  const places = await openPlaces();
  const done: { round: Round; outcome: Outcome }[] = [];
  try {
    const undisturbed = await undisturbedStarts(places, migrations);
    for (const round of plan) {
      if (enough.aborted) break;
      const outcome = await inItsPlace(places, round, await undisturbed(round.kind, round.migrations));
      done.push({ round, outcome });
      say(lineOf(round, rounds, outcome));
    }
  } finally {
    await places.close();
  }
  console.log(table(done, migrations));
  return done.every(({ outcome }) => outcome.wrong.length === 0);
}

export async function inItsPlace(places: Places, round: Round, expected: Expected): Promise<Outcome> {
  const place = await places.make(round.kind, round.migrations);
  try {
    return await runRound(round, place, expected);
  } finally {
    await place.remove();
  }
}

/** What a start that nobody stops makes of so many migrations; each is made once, when it is first asked for. */
export async function undisturbedStarts(places: Places, migrations: string[]) {
  const empty = await places.make('external', 0);
  const prefixes = await catalogs((await empty.url())!);
  await empty.remove();
  const known = new Map<string, Promise<Expected>>();

  async function observe(kind: Kind, count: number): Promise<Expected> {
    const place = await places.make(kind, count);
    const begun = Date.now();
    const start = startProgram(place.env);
    try {
      await until(async () => start.hasEnded() || (await start.isReady()));
      if (start.hasEnded()) throw new Error(`An undisturbed start fails: ${start.output.join('\n')}`);
      const tookMs = Date.now() - begun;
      return { catalogs: prefixes, migrations, rows: await oldRows((await place.url())!), tookMs };
    } finally {
      await start.end('SIGTERM');
      await place.remove();
    }
  }
  return (kind: Kind, count: number): Promise<Expected> => {
    const key = `${kind} ${count}`;
    const found = known.get(key) ?? observe(kind, count);
    known.set(key, found);
    return found;
  };
}

function lineOf({ n, kind, migrations, blow }: Round, of: number, { stage, wrong }: Outcome): string {
  const what = migrations === 0 ? 'first start' : `upgrade from ${migrations}`;
  const where = stage.migration ? `${stage.name} (${stage.migration})` : stage.name;
  return `${n} of ${of}: ${what}, ${kind}, ${blow}: ${where}${wrong.map((one) => `\n  BROKEN: ${one}`).join('')}`;
}
