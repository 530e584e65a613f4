// Does 200 mean committed, whatever happens? `npm run faults -- --help`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { FaultName } from './faults.js';
import { type Outcome, run } from './run.js';

const DISK = 512;
const OTHERS: FaultName[] = [
  'kill -9 of a connection',
  'the program frozen for 3 s',
  'PostgreSQL frozen for 8 s',
  'a table locked for 10 s',
  'a storm of connections',
];

const options = new Command('npm run faults --')
  .option('--kills <n>', 'kill -9 of the program', Number, 20)
  .option('--restarts <n>', 'kill -9 and restart of PostgreSQL', Number, 4)
  .option('--others <n>', `times each of: ${OTHERS.join(', ')}`, Number, 1)
  .option('--away <n>', 'times the database is away for 60 s', Number, 1)
  .option('--senders <n>', 'PBXs that send at the same time', Number, 32)
  .option('--rate <n>', 'events a second, all together', Number, 1000)
  .option('--no-disk', 'leave out the full disk (needs root)')
  .option('--no-control', 'leave out the build that lies')
  .parse()
  .opts<
    Record<'kills' | 'restarts' | 'others' | 'away' | 'senders' | 'rate', number> &
      Record<'disk' | 'control', boolean>
  >();

const say = (line: string) => console.error(line);
/** Ctrl-C: no more faults, but a verdict on what was. */
const enough = new AbortController();
process.once('SIGINT', () => enough.abort());
const common = { senders: options.senders, perSecond: options.rate, timed: true, enough: enough.signal, say };
let failed = false;

const faults: FaultName[] = shuffled([
  ...times(options.kills, 'kill -9 of the program'),
  ...times(options.restarts, 'kill -9 and restart of PostgreSQL'),
  ...OTHERS.flatMap((fault) => times(options.others, fault)),
  ...times(options.away, 'the database away for 60 s'),
]);
if (faults.length > 0) report('the program', await run({ ...common, faults }));

if (options.disk) {
  const mount = mkdtempSync(join(tmpdir(), 'handoff-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}m`, 'tmpfs', mount], { stdio: 'ignore' });
  } catch {
    say('a full disk was left out: only root can make a small one');
    rmSync(mount, { recursive: true });
    options.disk = false;
  }
  if (options.disk) {
    const dataDir = join(mount, 'data');
    try {
      report('on a full disk', await run({ ...common, dataDir, faults: ['a full disk', 'a full disk'] }));
    } finally {
      execFileSync('umount', [mount]);
      rmSync(mount, { recursive: true });
    }
  }
}

if (options.control) {
  const control = await run({
    ...common,
    faults: times(3, 'kill -9 of the program'),
    enough: undefined,
    preload: './test/proofs/faults/answers-before-commit.mjs',
  });
  const caught = control.wrong['answered 200 and lost']?.count ?? 0;
  console.log(`\nA build that answers before its commit: ${caught} answered events found lost.`);
  if (caught === 0) {
    failed = true;
    console.log('THE CHECKER IS BLIND: the lie was not caught.');
  }
}
process.exitCode = failed ? 1 : 0;

function report(name: string, { attempts, answered, statuses, wrong }: Outcome) {
  const broken = Object.entries(wrong);
  if (broken.length > 0) failed = true;
  console.log(`\n${name}: ${attempts} attempts, ${answered} answered 200`);
  console.log(
    `  by answer: ${Object.entries(statuses)
      .map(([status, n]) => `${status}: ${n}`)
      .join(', ')}`,
  );
  if (broken.length === 0)
    console.log('  every 200 is there once, with its members, its bytes and the id answered');
  for (const [what, { count, first }] of broken)
    console.log(`  BROKEN: ${what}: ${count} (${first.join(', ')})`);
}

function times(count: number, fault: FaultName): FaultName[] {
  return Array.from({ length: count }, () => fault);
}

function shuffled<T>(list: T[]): T[] {
  return list
    .map((one) => ({ one, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ one }) => one);
}
