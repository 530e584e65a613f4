import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TransferView } from '../../../src/history/transfer-view.js';
import { startApp } from '../../support/app.js';
import { deployText } from '../../support/tools/deploy-files.js';

const VIEWS = ['bi_transfers', 'bi_members', 'bi_extensions'];
const NUMBERS = ['+34600111222', '600 11 12 22', '12345678', '555', ' '];

const transfer = (callid: string, caller: string) => ({
  event: 'Tranfer',
  callid,
  members: [
    { inbound: { from: caller, to: '1020', trunkname: 'sip', channelid: `PJSIP/sip-${callid}` } },
    { ext: { number: '1020', channelid: `PJSIP/1020-${callid}` } },
  ],
  sn: 'A',
});

describe('the views for BI', () => {
  const role = `bi_${randomBytes(4).toString('hex')}`;
  let app: Awaited<ReturnType<typeof startApp>>;
  let reader: Client;
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    for (const [n, number] of NUMBERS.entries()) await app.deliver(transfer(`1.${n}`, number));
    await app.query(`UPDATE transfers SET target_kind = 'outside', target_number = '0034911222333', target_answered_by = '600111222',
      outcome = 'answered', transferee_kind = 'inbound', transferee_number = '+34600111222' WHERE callid = '1.0'`);
    await app.query(
      `UPDATE transfers SET target_kind = 'unknown', target_number = '2001' WHERE callid = '1.1'`,
    );
    await app.query(`UPDATE transfers SET target_kind = 'ext', target_number = '2001' WHERE callid = '1.2'`);
    await app.query(`INSERT INTO extensions (sn, number, name, "group") VALUES ('', '1020', 'Ana', 'sales')`);
    await app.query(`CREATE ROLE ${role}`);
    await app.query(`GRANT SELECT ON ${VIEWS.join(', ')} TO ${role}`);
    reader = new Client({ connectionString: app.databaseUrl });
    await reader.connect();
    await reader.query(`SET ROLE ${role}`);
  });
  afterAll(async () => {
    await reader?.end();
    await app?.query(`DROP OWNED BY ${role}`);
    await app?.query(`DROP ROLE ${role}`);
    await app?.stop();
  });

  it('hold what the API answers a key that may not see outside numbers', async () => {
    const { bearer } = await app.makeKey(['read']);
    const { data } = (await app.get('/transfers', bearer)).body as { data: TransferView[] };
    const { rows } = await reader.query(
      `SELECT t.*,
         (SELECT json_agg(json_build_array(m.kind, m.extension, m."from", m."to", m.trunk) ORDER BY position)
          FROM bi_members m WHERE m.transfer_id = t.id) AS members
       FROM bi_transfers t ORDER BY received_at DESC, id DESC`,
    );
    const asView = (one: TransferView) => ({
      id: one.id,
      sn: one.sn,
      callid: one.callid,
      dialect: one.dialect,
      received_at: new Date(one.receivedAt),
      call_started_at: one.callStartedAt && new Date(one.callStartedAt),
      direction: one.direction,
      transferor: one.transferor.ext,
      transferor_basis: one.transferor.basis,
      transferee_kind: one.transferee?.kind ?? null,
      transferee: one.transferee?.number ?? null,
      target_kind: one.target?.kind ?? null,
      target: one.target?.number ?? null,
      answered_by: one.target?.answeredBy ?? null,
      did: one.did,
      kind: one.kind,
      outcome: one.outcome,
      answered_at: one.answeredAt && new Date(one.answeredAt),
      talk_seconds: one.talkSeconds,
      story_basis: one.storyBasis,
      reported: one.reported,
      hop: one.hop,
      deliveries: one.deliveries,
      members: one.members.map((member) =>
        member.kind === 'ext'
          ? [member.kind, member.number, null, null, null]
          : [member.kind, null, member.from, member.to, member.trunkname ?? null],
      ),
    });
    expect(rows).toHaveLength(NUMBERS.length);
    expect(rows).toEqual(data.map(asView));
    expect(JSON.stringify(rows)).not.toMatch(/600111222|600 11 12 22|12345678|911222333/);
    expect((await reader.query('SELECT * FROM bi_extensions')).rows).toEqual([
      { sn: null, number: '1020', name: 'Ana', group: 'sales' },
    ]);
  });

  it('are all that their reader sees, and it changes nothing', async () => {
    await expect(reader.query('SELECT FROM transfers')).rejects.toThrow(/permission denied/);
    await expect(reader.query('SELECT FROM members')).rejects.toThrow(/permission denied/);
    await expect(reader.query(`DELETE FROM bi_extensions`)).rejects.toThrow(
      /permission denied|cannot delete/,
    );
  });

  it('have the columns that deploy/views.md explains', async () => {
    const text = deployText('views.md');
    for (const view of VIEWS) {
      const section = text.split(`## ${view}\n`)[1]!.split('\n## ')[0]!;
      const { fields } = await reader.query(`SELECT * FROM ${view} LIMIT 0`);
      expect([...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)).toEqual(
        fields.map(({ name }) => name),
      );
    }
  });
});
