// Makes `npm start` and `npm test` work on a fresh clone: installs and builds what is missing or out of date, and is
// silent and quick where nothing is. Needs nothing but Node and npm; with everything installed, no network.
// `--development` also installs what only tests, benchmarks and the generator of Prisma's client need.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`handoff needs Node 20.19 or newer, and this is ${process.version}. Get one from https://nodejs.org.`);
}

const isDevelopment = process.argv.includes('--development');
// An archive of `npm pack` has the lock under its other name.
const lock = existsSync('npm-shrinkwrap.json') ? 'npm-shrinkwrap.json' : 'package-lock.json';
const lean = digest([lock]);
const full = `${lean} development`;
const installed = [stampOf('node_modules'), installedByHand()];
if (!installed.includes(full) && (isDevelopment || !installed.includes(lean))) {
  say('Installing what it needs. This happens once and takes a minute or two …');
  // No install script is needed (src/database/embedded/postgres-programs.ts links PostgreSQL's libraries), so none runs.
  run(
    [
      'ci',
      isDevelopment ? '--include=dev' : '--omit=dev',
      ...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    ],
    process.env.npm_execpath,
    'npm could not install the packages; its reason stands above. On a machine without internet, copy the folder ' +
      'node_modules from one where it worked (same system, same Node).',
  );
  if (!isDevelopment) removeOtherDatabases();
  stamp('node_modules', isDevelopment ? full : lean);
}

const program = digest([...files('src'), 'tsconfig.json', 'tsconfig.build.json'], lean);
if (stampOf('dist') !== program) {
  say('Building …');
  // `npm run check` compares the types, with the packages that this needs.
  run(
    ['-p', 'tsconfig.build.json', '--noCheck'],
    'node_modules/typescript/bin/tsc',
    'The sources have faults; they stand above.',
  );
  run([], 'src/dashboard/build.mjs', "The supervisors' page could not be bundled; the reason stands above.");
  stamp('dist', program);
}

/** Prisma's client brings the query compilers of five databases, and their source maps: 60 of its 71 MB. */
function removeOtherDatabases() {
  const folder = 'node_modules/@prisma/client/runtime';
  for (const file of readdirSync(folder)) {
    if (/\.map$|\.(cockroachdb|mysql|sqlite|sqlserver)\./.test(file)) rmSync(join(folder, file));
  }
}

/** A stamp lies in the folder that it is about, and so goes with it. */
function stampOf(folder) {
  const file = join(folder, '.ready');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function stamp(folder, text) {
  writeFileSync(join(folder, '.ready'), text);
}

/** npm writes the list when it is through; only with the development packages is Jest there. */
function installedByHand() {
  const list = 'node_modules/.package-lock.json';
  if (!existsSync(list) || statSync(list).mtimeMs < statSync(lock).mtimeMs) return undefined;
  return existsSync('node_modules/jest') ? full : lean;
}

/** Of contents, not times: a checkout touches files that it does not change. */
function digest(paths, seed = process.version) {
  const hash = createHash('sha256').update(seed);
  for (const path of paths)
    hash.update(`\0${path.replace('npm-shrinkwrap', 'package-lock')}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function run(flags, script, sentence) {
  // Without npm around us there is no script of its own to call.
  const [command, ...given] = script ? [process.execPath, script, ...flags] : ['npm', ...flags];
  const { status } = spawnSync(command, given, { stdio: 'inherit', shell: !script });
  if (status !== 0) stop(sentence);
}

function say(text) {
  console.error(`handoff: ${text}`);
}

function stop(sentence) {
  say(sentence);
  process.exit(1);
}
