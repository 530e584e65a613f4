import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { readConfig } from '../config/config.js';
import { ExtensionStore } from './extension.store.js';
import { visitDatabase } from '../database/visit-database.js';
import { readExtensions } from './extensions-file.js';

const program = new Command('npm run extensions --')
  .description('Gives extensions their names and groups from a CSV file: all of its lines, or none.')
  .argument('<file>', 'a CSV file; its first line is number,name,group (and sn, where PBXs share numbers)')
  .action(async (file: string) => {
    const extensions = readExtensions(await readFile(file, 'utf8'));
    await visitDatabase(readConfig(), async (database) => {
      const named = await new ExtensionStore(database).put(extensions);
      console.log(`${named.length} extensions have the names and groups of ${file}.`);
    });
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
