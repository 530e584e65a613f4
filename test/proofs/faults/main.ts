// What the program promises of faults, held against it: `npm run faults -- --help`.
import { Command } from 'commander';
import { type AnswerOptions, OTHERS, proveAnswers } from './answers.js';
import { proveBackups } from './backup-under-load.js';
import { type Options, proveStarts } from './starts/prove-starts.js';

const say = (line: string) => console.error(line);
/** Ctrl-C: no more faults, but a verdict on what was. */
const enough = new AbortController();
process.once('SIGINT', () => enough.abort());
process.once('SIGTERM', () => process.exit(1)); // what it has made goes with it

const program = new Command('npm run faults --');
program
  .command('answers', { isDefault: true })
  .description('does 200 mean committed, whatever happens?')
  .option('--kills <n>', 'kill -9 of the program', Number, 20)
  .option('--restarts <n>', 'kill -9 and restart of PostgreSQL', Number, 4)
  .option('--others <n>', `times each of: ${OTHERS.join(', ')}`, Number, 1)
  .option('--away <n>', 'times the database is away for 60 s', Number, 1)
  .option('--senders <n>', 'PBXs that send at the same time', Number, 32)
  .option('--rate <n>', 'events a second, all together', Number, 1000)
  .option('--no-disk', 'leave out the full disk (needs root)')
  .option('--no-control', 'leave out the build that lies')
  .action(async (options: AnswerOptions) => judge(await proveAnswers(options, say, enough.signal)));
program
  .command('starts')
  .description('does the next start heal a first start or an upgrade that was stopped at any moment?')
  .option('--rounds <n>', 'starts that are stopped, of embedded and external PostgreSQL', Number, 300)
  .option('--from <n>', 'the first of these rounds that is done', Number, 1)
  .option('--to <n>', 'the last of them', Number, Infinity)
  .option('--seed <n>', 'the same seed plans the same rounds', Number, 1)
  .option('--program <file>', 'another build of the program')
  .action(async (options: Options) => judge(await proveStarts(options, say, enough.signal)));
program
  .command('backup')
  .description('is a backup that is taken under full load, restored, the same to the row?')
  .option('--calls <n>', 'calls that are over before the backup', Number, 2_000)
  .action(async ({ calls }: { calls: number }) => judge(await proveBackups(calls, say)));
await program.parseAsync();

function judge(held: boolean) {
  process.exitCode = held ? 0 : 1;
}
