import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Amount } from './load.js';

const run = promisify(execFile);

/**
 * Baseline B: what PostgreSQL itself makes of one event per transaction, driven by its own pgbench. One prepared
 * statement, one round trip: the same rows in the same three tables, the same indexes, the same check for a re-send.
 */
const SCRIPT = `
\\set n random(1, 9000000000000000000)
WITH incoming AS (
  SELECT '369451090405' AS sn, uuidv7() AS id, '1571981647.' || :n AS callid, now() AS at
), stored AS (
  INSERT INTO transfers (sn, id, callid, dialect, received_at, call_started_at, direction, transferor_ext, transferor_basis,
    transferee_kind, transferee_number, identity, last_delivered_at, raw)
  SELECT sn, id, callid, 'v2', at, '2019-10-25T05:34:07Z', 'inbound', '1020', 'only-extension', 'inbound', '12345678',
    sha256(callid::bytea), at,
    ('{"event":"Tranfer","callid":"' || callid || '","members":[{"inbound":{"from":"12345678","to":"1020","trunkname":"siptrunk","channelid":"PJSIP/trunk-siptrunk-endpoint-0000002b"}},{"ext":{"number":"1020","channelid":"PJSIP/1020-0000002c"}}],"sn":"369451090405"}')::bytea
  FROM incoming
  ON CONFLICT (sn, identity, occurrence) DO NOTHING
  RETURNING sn, id, received_at
), with_members AS (
  INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, channelid, received_at)
  SELECT sn, id, 1, 'inbound', NULL, '12345678', '1020', 'siptrunk', 'PJSIP/trunk-siptrunk-endpoint-0000002b', received_at FROM stored
  UNION ALL SELECT sn, id, 2, 'ext', '1020', NULL, NULL, NULL, 'PJSIP/1020-0000002c', received_at FROM stored
), parties AS (
  INSERT INTO call_parties (sn, callid, party, transferred, at)
  SELECT i.sn, i.callid, p.party, true, i.at FROM incoming i JOIN stored USING (sn, id), (VALUES ('12345678'), ('1020')) p(party)
  ON CONFLICT DO NOTHING
)
SELECT id FROM stored;
`;

/** Its best of these counts. */
export const CLIENTS = [16, 32, 64];

export const hasPgbench = () => spawnSync('pgbench', ['--version']).status === 0;

/** @throws with pgbench's own output where it ends without a rate, as it does when no transaction was committed. */
export async function pgbench(url: string, clients: number, amount: Amount, folder: string) {
  const script = join(folder, 'event.sql');
  await writeFile(script, SCRIPT);
  const length =
    'events' in amount
      ? `--transactions=${Math.ceil(amount.events / clients)}`
      : `--time=${Math.ceil(amount.seconds)}`;
  const { stdout, stderr } = await run('pgbench', [
    '--no-vacuum',
    '--protocol=prepared',
    '--jobs=2',
    `--file=${script}`,
    `--client=${clients}`,
    length,
    url,
  ]);
  const transactions = /actually processed: (\d+)/.exec(stdout)?.[1];
  const perSecond = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (!transactions || !perSecond)
    throw new Error(`pgbench with ${clients} clients gave no rate:\n${stdout}${stderr}`);
  return { transactions: Number(transactions), perSecond: Number(perSecond) };
}
