import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Logger } from '@nestjs/common';
import {
  type Account,
  accountFor,
  canEnter,
  findPrograms,
  majorVersion,
  type Programs,
  reachablePrograms,
  systemFolder,
} from './postgres-programs.js';

const run = promisify(execFile);

export const SUPERUSER = 'handoff';

/** A PostgreSQL data folder of our own, and what it takes to run a server on it. */
export interface Cluster {
  folder: string;
  password: string;
  programs: Programs;
  account: Account;
}

/** Opens the cluster of this data folder; makes it where there is none. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true });
  const place = join(dataDir, 'postgres');
  const account = await accountFor(place);
  const installed = await findPrograms();
  const programs = await reachablePrograms(account, installed);
  const password = await readPassword(dataDir);
  if (!(await exists(join(place, 'PG_VERSION')))) {
    if (await lstat(place).catch(() => null)) {
      throw new Error(
        `${place} is no PostgreSQL data folder, or points to one that is gone: ` +
          'bring it back, or remove it to start with an empty database.',
      );
    }
    await createCluster(dataDir, place, { password, programs, account });
  }
  await refuseOtherVersion(place, await majorVersion(installed));
  // The account may be unable to go through DATA_DIR, but never through the real folder.
  return { folder: await realpath(place), password, programs, account };
}

/** A server reads only the files of its own major version. */
async function refuseOtherVersion(place: string, major: string): Promise<void> {
  const made = (await readFile(join(place, 'PG_VERSION'), 'utf8')).trim();
  if (made !== major)
    throw new Error(
      `The database in ${place} is of PostgreSQL ${made}, and this version of handoff brings PostgreSQL ${major}: ` +
        'make a backup with the version that you had (npm run backup), move that folder away, and restore the backup with ' +
        'this version (npm run restore).',
    );
}

/** initdb works in a folder beside the final one, which is renamed at the end: no cluster is half-made. */
async function createCluster(
  dataDir: string,
  place: string,
  options: Omit<Cluster, 'folder'>,
): Promise<void> {
  const near = options.account.uid === undefined || (await canEnter(options.account, dataDir));
  const staging = near ? await mkdtemp(join(dataDir, '.postgres-')) : await systemFolder('data');
  const made = join(staging, 'cluster');
  try {
    await initialise(made, staging, options);
    await (near ? rename(made, place) : symlink(made, place));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another program has made the cluster of this folder meanwhile: use that one.
    if (await exists(join(place, 'PG_VERSION'))) return;
    throw error;
  }
  if (near) await rm(staging, { recursive: true, force: true });
  else new Logger('Postgres').log(`${dataDir} is closed to PostgreSQL's user: its files are in ${made}`);
}

async function initialise(
  folder: string,
  staging: string,
  { account, programs, password }: Omit<Cluster, 'folder'>,
): Promise<void> {
  const secret = join(staging, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  if (account.uid !== undefined) {
    await chown(staging, account.uid, account.gid!);
    await chown(secret, account.uid, account.gid!);
  }
  await run(
    programs.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--no-instructions',
      // The same order and case rules on every machine.
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { ...account, cwd: '/' },
  );
  await rm(secret);
}

/** Made once, readable by us alone. Linked into place whole, so that two starters agree on one. */
async function readPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  if (!(await exists(file))) {
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    await writeFile(draft, randomBytes(24).toString('base64url'), {
      mode: 0o600,
      flush: true,
    });
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(draft);
  }
  return readFile(file, 'utf8');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
