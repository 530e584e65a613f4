import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultName } from './faults.js';
import { type Options, type Outcome, run } from './run.js';

const DISK = 512;
export const OTHERS: FaultName[] = [
  'kill -9 of a connection',
  'the program frozen for 3 s',
  'PostgreSQL frozen for 8 s',
  'a table locked for 10 s',
  'a storm of connections',
];

export type AnswerOptions = Record<'kills' | 'restarts' | 'others' | 'away' | 'senders' | 'rate', number> &
  Record<'disk' | 'control', boolean>;

/** Does 200 mean committed, whatever happens? Resolves with whether it does. */
export async function proveAnswers(
  options: AnswerOptions,
  say: (line: string) => void,
  enough: AbortSignal,
): Promise<boolean> {
  const common = { senders: options.senders, perSecond: options.rate, timed: true, enough, say };
  const faults: FaultName[] = shuffled([
    ...times(options.kills, 'kill -9 of the program'),
    ...times(options.restarts, 'kill -9 and restart of PostgreSQL'),
    ...OTHERS.flatMap((fault) => times(options.others, fault)),
    ...times(options.away, 'the database away for 60 s'),
  ]);
  const held: boolean[] = [];
  if (faults.length > 0) held.push(report('the program', await run({ ...common, faults })));
  if (options.disk) held.push(await onSmallDisk(common));
  if (options.control) held.push(await catchesTheLie(common));
  return held.every(Boolean);
}

async function onSmallDisk(common: Omit<Options, 'faults'>): Promise<boolean> {
  const mount = mkdtempSync(join(tmpdir(), 'handoff-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}m`, 'tmpfs', mount], { stdio: 'ignore' });
  } catch {
    common.say('a full disk was left out: only root can make a small one');
    rmSync(mount, { recursive: true });
    return true;
  }
  try {
    const faults: FaultName[] = ['a full disk', 'a full disk'];
    return report('on a full disk', await run({ ...common, dataDir: join(mount, 'data'), faults }));
  } finally {
    execFileSync('umount', [mount]);
    rmSync(mount, { recursive: true });
  }
}

async function catchesTheLie(common: Omit<Options, 'faults'>): Promise<boolean> {
  const control = await run({
    ...common,
    faults: times(3, 'kill -9 of the program'),
    enough: undefined,
    preload: './test/proofs/faults/answers-before-commit.mjs',
  });
  const caught = control.wrong['answered 200 and lost']?.count ?? 0;
  console.log(`\nA build that answers before its commit: ${caught} answered events found lost.`);
  if (caught === 0) console.log('THE CHECKER IS BLIND: the lie was not caught.');
  return caught > 0;
}

function report(name: string, { attempts, answered, statuses, wrong }: Outcome): boolean {
  const broken = Object.entries(wrong);
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
  return broken.length === 0;
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
