#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { ExtensionStore } from './extension.store.js';
import { commandWithSettings, runCommand, settingsOf, withDatabase } from '../database/command-database.js';
import { readExtensions } from './extensions-file.js';

const program = commandWithSettings('npm run extensions --')
  .description('Gives extensions their names and groups from a CSV file: all of its lines, or none.')
  .argument('<file>', 'a CSV file; its first line is number,name,group (and sn, where PBXs share numbers)')
  .action(async (file: string) => {
    const extensions = readExtensions(await readFile(file, 'utf8'));
    await withDatabase(settingsOf(program), async (database) => {
      const named = await new ExtensionStore(database).put(extensions);
      console.log(`${named.length} extensions have the names and groups of ${file}.`);
    });
  });

await runCommand(program);
