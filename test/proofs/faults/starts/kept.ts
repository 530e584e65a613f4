import { connected } from '../../../support/postgres/database.js';
import { until } from '../../../support/until.js';
import { catalog } from './catalog.js';
import { storiesLeft } from './stage.js';

/** The rows of the old database as they stand now, without the numbers of transactions. */
export async function oldRows(url: string): Promise<string[]> {
  return connected(url, async (client) => {
    // The worker marks its progress before the last purge of a pass, so it may still be at work for a moment.
    await until(async () => (await storiesLeft(client)) === 0);
    const { rows } = await client.query<{ row: string }>(
      ['transfers', 'members', 'recorded_events', 'call_parties']
        .map(
          (table) =>
            `SELECT '${table} ' || (to_jsonb(t) - '{created_tx,changed_tx}'::text[])::text AS row FROM ${table} t WHERE sn = 'A'`,
        )
        .join(' UNION ALL ') + ' ORDER BY 1',
    );
    return rows.map(({ row }) => row);
  });
}

/** What is not as after a start that nobody stopped; empty where all is. */
export async function faultsIn(
  url: string,
  {
    expected,
    schema,
    migrations,
    answered,
  }: { expected: string[]; schema: string; migrations: string[]; answered: string[] },
): Promise<string[]> {
  const faults: string[] = [];
  const rows = await oldRows(url);
  const differing =
    rows.filter((row) => !expected.includes(row)).length + Math.max(0, expected.length - rows.length);
  if (differing > 0) faults.push(`${differing} old rows are not as after an undisturbed start`);
  await connected(url, async (client) => {
    if ((await catalog(client)) !== schema) faults.push('the schema is not the one of an undisturbed start');
    const ledger = await client.query<{ name: string; applied: boolean }>(
      'SELECT migration_name AS name, finished_at IS NOT NULL AND rolled_back_at IS NULL AS applied FROM _prisma_migrations ORDER BY 1',
    );
    if (ledger.rows.map(({ name, applied }) => (applied ? name : '')).join() !== migrations.join())
      faults.push('the ledger is not the one of an undisturbed start');
    const stored = await client.query<{ callid: string }>(
      `SELECT callid FROM transfers WHERE sn <> 'A' UNION ALL SELECT callid FROM recorded_events WHERE sn <> 'A'`,
    );
    const times = new Map<string, number>();
    for (const { callid } of stored.rows) times.set(callid, (times.get(callid) ?? 0) + 1);
    const lost = answered.filter((callid) => !times.has(callid)).length;
    if (lost > 0) faults.push(`${lost} events answered 200 are lost`);
    if ([...times.values()].some((n) => n > 1)) faults.push('an event is stored twice');
  });
  return faults;
}
