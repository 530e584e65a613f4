// Does the program answer as /openapi.json promises? Specmatic asks it all that the document allows, which must be answered
// 200, and much that it does not, which must be 4xx. `npm run contract -- --help`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createCluster } from '../../support/postgres/cluster.js';
import { startProgram } from '../../support/program.js';
import { startMailServer } from './mail.js';
import { makeAdminKey, SECRET, seed } from './seed.js';
import { type Round, ROUNDS } from './rounds.js';

/** Not a dependency: with the Java inside it is 90 MB, which only this command needs. */
const SPECMATIC = 'specmatic@2.55.1';
/** A request with a dozen fields of two types each has thousands of combinations; each field's types are among the first. */
const COMBINATIONS = 20;
const configFor = ({ wrong }: Round) => ({
  version: 2,
  contracts: [{ provides: ['openapi.json'] }],
  test: {
    resiliencyTests: { enable: wrong ? 'all' : 'positiveOnly' },
    maxTestRequestCombinations: COMBINATIONS,
  },
});

const options = new Command('npm run contract --')
  .option('--filter <filter>', `only these, e.g. "PATH='/transfers'"`)
  .option('--rounds <n>', 'only so many, for a first look', Number, ROUNDS.length)
  .option('--verbose', 'show every request and answer')
  .parse()
  .opts<{ filter?: string; rounds: number; verbose?: boolean }>();

if (spawnSync('java', ['-version']).error) {
  console.log('Specmatic needs Java 17 or newer, and there is no java on this machine.');
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
const folder = mkdtempSync(join(tmpdir(), 'handoff-contract-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const cluster = await createCluster();
const mail = await startMailServer();
let passed = 0;
let failed = 0;
try {
  for (const [n, round] of ROUNDS.slice(0, options.rounds).entries()) {
    console.log(`${n + 1} of ${options.rounds}: ${round.name}`);
    // Each on a database of its own, since a body that is refused twice is no longer refused.
    const databaseUrl = await cluster.createDatabase(`contract${n}`);
    const key = makeAdminKey(databaseUrl);
    const program = await startProgram(['dist/main.js'], {
      DATABASE_URL: databaseUrl,
      TIME_ZONE: 'UTC',
      READS_PER_SECOND: '100000',
      SMTP_URL: mail.url,
      REPORT_MAIL_TO: 'boss@example.org',
      ...round.settings,
    });
    try {
      const events = round.settings['EVENT_SECRETS'] ? `/events/${SECRET}` : '/events';
      const document = round.document(await seed(program.url, events, key));
      const result = await test(round, program.url, document, key);
      passed += result.passed;
      failed += result.failed;
    } finally {
      await program.stop();
    }
  }
} finally {
  await mail.stop();
  await cluster.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Shows what failed, or all with --verbose. */
async function test(round: Round, url: string, document: object, key: string) {
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document, null, 1));
  writeFileSync(join(folder, 'specmatic.json'), JSON.stringify(configFor(round)));
  const args = ['--yes', SPECMATIC, 'test', `--testBaseURL=${url}`];
  if (options.filter) args.push(`--filter=${options.filter}`);
  // It takes the key of the security scheme `bearer` from a variable of that name.
  const env = { ...process.env, bearer: key };
  const specmatic = spawn('npx', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const answered = () => output.split('\n  Response at ').length - 1;
  const progress = setInterval(() => console.log(`  ${answered()} requests answered`), 15_000);
  for await (const chunk of specmatic.stdout) {
    output += chunk;
    if (options.verbose) process.stdout.write(chunk);
  }
  clearInterval(progress);
  const [, run, good] = /Tests run: (\d+), Successes: (\d+)/.exec(output) ?? [];
  if (run === undefined) throw new Error(`Specmatic did not come to its end:\n${output.slice(-4000)}`);
  if (good !== run) console.log(output.slice(output.indexOf('Unsuccessful Scenarios:')));
  console.log(`  ${good} of ${run} as promised`);
  return { passed: Number(good), failed: Number(run) - Number(good) };
}
