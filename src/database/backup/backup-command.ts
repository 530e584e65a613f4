import { Command } from 'commander';
import { resolve } from 'node:path';
import { readConfig } from '../../config/config.js';
import { backUp, restore } from './backup.js';
import { runningEmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { visitDatabase } from '../visit-database.js';

const program = new Command('npm run').description('A copy of everything in one file, and back.');
program
  .command('backup')
  .argument('[folder]', 'where it goes; else BACKUP_DIR')
  .description('writes one, also while the program runs')
  .action(async (folder?: string) => {
    const config = readConfig();
    await visitDatabase(config, async (database) => {
      console.log(await backUp(database, resolve(folder ?? config.backupDir)));
    });
  });
program
  .command('restore')
  .argument('<file>', 'of npm run backup')
  .description('fills an empty database; the program must not run')
  .action(async (file: string) => {
    const config = readConfig();
    if (config.databaseUrl === null && (await runningEmbeddedPostgres(config.dataDir)))
      throw new Error('The program runs on this data folder: stop it first.');
    await visitDatabase(config, async (database) => console.table(await restore(database, resolve(file))));
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
