#!/usr/bin/env node
import 'reflect-metadata';
import { Option } from 'commander';
import { commandWithSettings, runCommand, settingsOf, withDatabase } from '../database/command-database.js';
import { KeyStore } from './key.store.js';
import { hashOf, makeKey, type Scope, SCOPES } from './key.js';

interface Wanted {
  scope?: Scope[];
  pbx?: string[];
  ext?: string[];
  name?: string;
}

const program = commandWithSettings('npm run key --')
  .description(
    'Makes a key, shows it once, and keeps only its hash. Works while the program runs, and while it does not.',
  )
  .addOption(new Option('--scope <scopes...>', 'what it may do').choices(SCOPES))
  .option('--pbx <serials...>', 'the only PBXes it may see, by serial number')
  .option('--ext <numbers...>', 'the only extensions whose transfers it may see')
  .option('--name <name>', 'whose it is', '')
  .action((wanted: Wanted) => withKeys((keys) => make(keys, wanted)));
program
  .command('list')
  .description('shows the valid keys')
  .action(() => withKeys(list));
program
  .command('revoke <id>')
  .description('ends a key, everywhere within two seconds')
  .action((id: string) => withKeys((keys) => revoke(keys, id)));

await runCommand(program);

async function make(keys: KeyStore, { scope, pbx, ext, name = '' }: Wanted) {
  if (!scope) throw new Error(`Say what the key may do: --scope, any of ${SCOPES.join(', ')}.`);
  if ((pbx || ext) && scope.some((one) => one === 'admin' || one === 'ingest'))
    throw new Error(
      'A key with the scope admin or ingest sees every PBX: leave --pbx and --ext out, or the scope.',
    );
  const { id, key } = makeKey();
  await keys.add({
    id,
    hash: hashOf(key),
    name,
    scopes: [...new Set(scope)],
    pbxes: pbx ?? null,
    extensions: ext ?? null,
  });
  console.error(`The key ${id}. It is shown this once:`);
  console.log(key);
}

async function list(keys: KeyStore) {
  console.table(
    (await keys.valid()).map((key) => ({
      id: key.id,
      name: key.name,
      scopes: key.scopes.join(' '),
      pbxes: key.pbxes?.join(' ') ?? 'all',
      extensions: key.extensions?.join(' ') ?? 'all',
      made: key.createdAt.toISOString(),
    })),
  );
}

async function revoke(keys: KeyStore, id: string) {
  if (!(await keys.revoke(id)))
    throw new Error(`There is no valid key ${id}; npm run key -- list shows them.`);
  console.error(`The key ${id} is revoked.`);
}

async function withKeys(work: (keys: KeyStore) => Promise<void>) {
  await withDatabase(settingsOf(program), (database) => work(new KeyStore(database)));
}
