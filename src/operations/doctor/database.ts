import type { Config } from '../../config/config.js';
import { connectFailure } from '../../database/connect-failure.js';
import { Database } from '../../database/database.js';
import { seenEmbeddedPostgres } from '../../database/embedded/embedded-postgres.js';
import { readMigrations } from '../../database/migrations.js';
import { databaseName } from '../../database/command-database.js';
import { PbxReader, type StoredPbx } from '../pbx.reader.js';
import { type DatabaseFacts, lookInto } from './doctor.reader.js';
import { ago, bytes, type Finding } from './finding.js';

/** The database, and what it holds of PBXes and of refused bodies. Nothing is made, migrated or started. */
export async function database({ databaseUrl, dataDir }: Config): Promise<Finding[]> {
  let url: string | null;
  try {
    url = databaseUrl ?? (await seenEmbeddedPostgres(dataDir));
  } catch {
    return [finding([`this user may not open ${dataDir}`], ['Run the command as root.'])];
  }
  if (url === null)
    return [
      finding([`the program's own, in ${dataDir}: it does not run`], ['Start the program, which starts it.']),
    ];
  try {
    const { promise, facts } = await lookInto(url);
    if (!facts)
      return [
        finding(
          [databaseName(url), promise],
          ['It has no tables of handoff: start the program, which makes them.'],
        ),
      ];
    return [await databaseFinding(url, promise, facts), await pbxFinding(url), refusedFinding(facts)];
  } catch (error) {
    return [finding([databaseName(url)], [connectFailure(error, url)])];
  }
}

const finding = (lines: string[], toDo: string[]): Finding => ({ subject: 'Database', lines, toDo });

async function databaseFinding(url: string, promise: string, facts: DatabaseFacts): Promise<Finding> {
  const known = (await readMigrations()).migrationDirectories.map(({ path }) => path);
  const missing = known.filter((name) => !facts.migrations.includes(name));
  const newer = facts.migrations.filter((name) => !known.includes(name));
  const toDo: string[] = [];
  if (newer.length > 0) toDo.push('It is newer than this program: use the newer program.');
  else if (missing.length > 0)
    toDo.push(
      `It lacks ${missing.length} migrations: back it up, then start this program, which applies them.`,
    );
  if (promise.includes('can be lost')) toDo.push('Switch those settings of PostgreSQL on.');
  const size = `${bytes(facts.bytes)}, transfers: ${facts.transfers.toLocaleString('en')}`;
  return finding([`${databaseName(url)}: ${size}`, promise], toDo);
}

/** By the reader of GET /pbxs, on a connection that cannot write. */
async function pbxFinding(url: string): Promise<Finding> {
  const readOnly = new URL(url);
  const own = readOnly.searchParams.get('options') ?? '';
  readOnly.searchParams.set('options', `${own} -c default_transaction_read_only=on`.trim());
  const source = new Database(readOnly.href);
  try {
    const stored = await new PbxReader(source).pbxes(null, new Map());
    return {
      subject: 'PBXes',
      lines: stored.length > 0 ? stored.map(lineOf) : ['no transfer of any PBX is stored'],
      toDo: [
        ...(stored.length === 0 ? ['Let a PBX push: the README says how, in "Connect a PBX".'] : []),
        ...stored
          .filter(({ silent }) => silent)
          .map(
            ({ sn }) =>
              `The PBX ${sn || 'without a serial number'} is silent for longer than usual: see whether it still pushes.`,
          ),
      ],
    };
  } finally {
    await source.onApplicationShutdown();
  }
}

const lineOf = ({ sn, dialect, lastTransferAt }: StoredPbx): string =>
  `${sn || 'without a serial number'} (${dialect}): last transfer ${ago(lastTransferAt)}`;

function refusedFinding({ refused }: DatabaseFacts): Finding {
  return {
    subject: 'Refused',
    lines:
      refused.length > 0
        ? refused.map(({ reason, bodies, times }) => `${bodies} bodies (came ${times} times): ${reason}`)
        : ['nothing is in quarantine'],
    toDo: refused.length > 0 ? ['GET /quarantine shows them; POST /quarantine/replay tries them again.'] : [],
  };
}
