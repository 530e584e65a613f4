import type { Round } from './plan.js';
import type { Outcome } from './round.js';
import { STAGES } from './stage.js';

interface Done {
  round: Round;
  outcome: Outcome;
}

const COLUMNS: [string, (round: Round) => boolean][] = [
  ['first, embedded', ({ kind, migrations }) => kind === 'embedded' && migrations === 0],
  ['first, external', ({ kind, migrations }) => kind === 'external' && migrations === 0],
  ['upgrade, embedded', ({ kind, migrations }) => kind === 'embedded' && migrations > 0],
  ['upgrade, external', ({ kind, migrations }) => kind === 'external' && migrations > 0],
  ['TERM', ({ blow }) => blow === 'TERM'],
  ['KILL', ({ blow }) => blow === 'KILL'],
  ['power cut', ({ blow }) => blow === 'cut'],
  ['all', () => true],
];

/** How many starts were stopped at which stage, and in which migration. */
export function table(done: Done[], migrations: string[]): string {
  const count = (rounds: Done[]) =>
    COLUMNS.map(([, isIn]) => rounds.filter(({ round }) => isIn(round)).length);
  const stages = STAGES.map((name) => [
    name,
    ...count(done.filter(({ outcome }) => outcome.stage.name === name)),
  ]);
  const steps = STAGES.filter((name) => name.includes('migration ') && name !== 'before the first migration');
  const perMigration = migrations.map((name, n) => [
    `${n + 1} ${name}`,
    ...steps.map(
      (step) =>
        done.filter(({ outcome }) => outcome.stage.name === step && outcome.stage.migration === n + 1).length,
    ),
  ]);
  const broken = done.filter(({ outcome }) => outcome.wrong.length > 0);
  return [
    rows(['stopped', ...COLUMNS.map(([name]) => name)], [...stages, ['all', ...count(done)]]),
    rows(['of the migrations', ...steps], perMigration),
    broken.length === 0
      ? `All ${done.length} next starts served, with nothing lost.`
      : `BROKEN: ${broken.length} of ${done.length}: rounds ${broken.map(({ round }) => round.n).join(', ')}`,
  ].join('\n\n');
}

function rows(head: string[], body: (string | number)[][]): string {
  const all = [head, ...body.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join('  '),
    )
    .join('\n');
}
