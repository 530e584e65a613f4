import { stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/config.js';
import { backupsBefore } from '../../database/backup/backup.js';
import { ago, bytes, type Finding } from './finding.js';

/** Below this a day of many events, or a backup, may fill the disk. */
const LITTLE = 1e9;
const BACKUP_DAYS = 7;
const AS_ROOT = 'Run the command as root.';

/** Free bytes of the data folder, where it is the program's own PostgreSQL that uses it. */
export async function dataFolder({ databaseUrl, dataDir }: Config): Promise<Finding[]> {
  if (databaseUrl !== null) return [];
  return [await freeIn('Data folder', dataDir, 'the program stores no events on a full disk.')];
}

/** The latest backup, and whether there is room for another. */
export async function backups(config: Config): Promise<Finding> {
  const finding = await freeIn('Backups', config.backupDir, 'a backup may find no room.');
  if (finding.toDo.includes(AS_ROOT)) return finding;
  const latest = (await backupsBefore(new Date(), config)).at(-1);
  if (latest === undefined)
    return {
      ...finding,
      lines: [...finding.lines, 'there is no backup'],
      toDo: [
        ...finding.toDo,
        'Make one with npm run backup, each night by cron; keep copies on another machine.',
      ],
    };
  const { mtime, size } = await stat(join(config.backupDir, latest));
  const isOld = Date.now() - mtime.getTime() > BACKUP_DAYS * 24 * 3600_000;
  return {
    ...finding,
    lines: [...finding.lines, `the latest is of ${ago(mtime)}, ${bytes(size)}: ${latest}`],
    toDo: [
      ...finding.toDo,
      ...(isOld ? ['The latest backup is old: run npm run backup, each night by cron.'] : []),
    ],
  };
}

async function freeIn(subject: string, folder: string, otherwise: string): Promise<Finding> {
  const there = await nearest(folder);
  const { bavail, bsize } = await statfs(there).catch(() => ({ bavail: null, bsize: 0 }));
  if (bavail === null)
    return { subject, lines: [`${folder}: this user may not look into it`], toDo: [AS_ROOT] };
  const free = bavail * bsize;
  return {
    subject,
    lines: [`${folder}${there === folder ? '' : ' (not made yet)'}: ${bytes(free)} free`],
    toDo: free < LITTLE ? [`Free some space for ${folder}: ${otherwise}`] : [],
  };
}

/** The folder, or the one above it in which it would be made. */
async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'EACCES',
  );
  return isThere || folder === dirname(folder) ? folder : nearest(dirname(folder));
}
