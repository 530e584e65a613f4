#!/usr/bin/env node
import { resolve } from 'node:path';
import { backUp, isOlder, restore } from './backup.js';
import type { Database } from '../database.js';
import { runningEmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { commandWithSettings, runCommand, settingsOf, withDatabase } from '../command-database.js';

const program = commandWithSettings('npm run').description('A copy of everything in one file, and back.');
program
  .command('backup')
  .argument('[folder]', 'where it goes; else BACKUP_DIR')
  .description('writes one, also while the program runs')
  .action(async (folder?: string) => {
    const config = settingsOf(program);
    const write = async (database: Database) =>
      console.log(await backUp(database, resolve(folder ?? config.backupDir)));
    await withDatabase(config, write, { asItIs: true });
  });
program
  .command('restore')
  .argument('<file>', 'of npm run backup')
  .description('fills an empty database, which it makes where there is none; the program must not run')
  .action(async (file: string) => {
    const config = settingsOf(program);
    if (config.databaseUrl === null && (await runningEmbeddedPostgres(config.dataDir)))
      throw new Error('The program runs on this data folder: stop it first.');
    const asItIs = await isOlder(resolve(file)); // its tables are made as they were then
    const write = async (database: Database) => console.table(await restore(database, resolve(file)));
    await withDatabase(config, write, { mayCreate: true, asItIs });
  });

await runCommand(program);
