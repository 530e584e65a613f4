// Makes `npm start` and `npm test` work on a fresh clone: installs, generates and builds what is missing or out of
// date, and is silent and quick where nothing is. Needs nothing but Node and npm; with everything installed, no network.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`handoff needs Node 20.19 or newer, and this is ${process.version}. Get one from https://nodejs.org.`);
}

const lock = digest(['package-lock.json']);
if (!vouched('node_modules', lock) && !installedByHand()) {
  say('Installing what it needs. This happens once and takes a minute or two …');
  // No install script is needed (src/database/embedded/postgres-programs.ts links PostgreSQL's libraries), so none runs.
  const flags = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run(
    flags,
    process.env.npm_execpath,
    'npm could not install the packages; its reason stands above. On a machine without internet, copy the folder ' +
      'node_modules from one where it worked (same system, same Node).',
  );
}
vouch('node_modules', lock);

const client = digest(['prisma/schema.prisma', 'prisma/prisma.config.ts'], lock);
if (!vouched('src/database/generated', client)) {
  say("Generating the database's client …");
  run(
    ['generate', '--config', 'prisma/prisma.config.ts', '--no-hints'],
    'node_modules/prisma/build/index.js',
    'The schema in prisma/schema.prisma has a fault; it stands above.',
  );
  vouch('src/database/generated', client);
}

const program = digest([...files('src'), 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'], client);
if (!vouched('dist', program)) {
  say('Building …');
  run(['build'], 'node_modules/@nestjs/cli/bin/nest.js', 'The sources have faults; they stand above.');
  run([], 'src/dashboard/build.mjs', "The supervisors' page could not be bundled; the reason stands above.");
  vouch('dist', program);
}

/** A stamp lies in what it vouches for, and so goes with it. */
function vouched(folder, stamp) {
  const file = join(folder, '.ready');
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function vouch(folder, stamp) {
  if (!vouched(folder, stamp)) writeFileSync(join(folder, '.ready'), stamp);
}

/** npm writes this file when it is through. */
function installedByHand() {
  const list = 'node_modules/.package-lock.json';
  return existsSync(list) && statSync(list).mtimeMs >= statSync('package-lock.json').mtimeMs;
}

/** Of contents, not times: a checkout touches files that it does not change. */
function digest(paths, seed = process.version) {
  const hash = createHash('sha256').update(seed);
  for (const path of paths) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'generated')
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function run(flags, script, sentence) {
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  // Without npm around us there is no script of its own to call.
  const [command, ...given] = script ? [process.execPath, script, ...flags] : ['npm', ...flags];
  const { status } = spawnSync(command, given, {
    stdio: 'inherit',
    env,
    shell: !script,
  });
  if (status !== 0) stop(sentence);
}

function say(text) {
  console.error(`handoff: ${text}`);
}

function stop(sentence) {
  say(sentence);
  process.exit(1);
}
