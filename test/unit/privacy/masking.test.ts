import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Prisma } from '../../../src/database/generated/client.js';
import { maskFacts, maskTransfer } from '../../../src/privacy/masking.js';
import { maskNumber } from '../../../src/privacy/masked-text.js';
import { maskedNumber } from '../../../src/privacy/sql/masked-number.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase('empty');
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

it.each(['', ' ', '1', '12', '123456', '1234567', '+34600111222', '0049 30 1234', 'anonymous', 'ünbekannt'])(
  'masks %j in a report as in a list',
  async (number) => {
    const { text, values } = Prisma.sql`SELECT ${maskedNumber(Prisma.sql`n.number`)} AS masked
      FROM (SELECT ${number}::text AS number) n`;
    const { rows } = await client.query<{ masked: string }>(text, values);
    expect(rows[0]!.masked).toBe(maskNumber(number));
    if (number.trim().length > 2) expect(rows[0]!.masked).not.toContain(number.trim().slice(0, -2));
  },
);

it('masks every outside number in a view of a transfer, and no extension', () => {
  const view = maskTransfer({
    transferor: { ext: '1020', basis: 'only-extension' },
    transferee: { kind: 'inbound', number: '34600111222' },
    target: { kind: 'outside', number: '34600333444', answeredBy: null },
    members: [
      { kind: 'inbound', from: '34600111222', to: '1020', trunkname: 't', channelid: 'PJSIP/34600111222-1' },
      { kind: 'ext', number: '1020' },
    ],
  });
  expect(JSON.stringify(view)).not.toMatch(/346001112|346003334/);
  expect(JSON.stringify(view)).toContain('1020');
});

const masked = (facts: object) => maskFacts(facts) as { did?: string; recording?: string };

it.each([
  [
    '20191024201242-1571897930.5-34600111222-1020-Inbound.wav',
    '20191024201242-1571897930.5-*********22-1020-Inbound.wav',
  ],
  [
    '20191024201242-1571897930.5-12345-1020-Inbound.wav',
    '20191024201242-1571897930.5-*****-1020-Inbound.wav',
  ],
  [
    '20191024201242-1571897930.5-+34 600 111 222-1020-Inbound.mp3',
    '20191024201242-1571897930.5-*************22-1020-Inbound.mp3',
  ],
  ['0034600111222_1020.wav', '****************20.wav'],
  ['34600111222', '*********22'],
])('leaves no outside number in the name of a recording: %s', (recording, shown) => {
  const facts = { type: 'inbound', from: '34600111222', to: '1020', answeredBy: null, recording };
  expect(masked(facts).recording).toBe(shown);
});

it('shows the number of the company that was called, but for an outgoing leg, where it can be anybody’s', () => {
  expect(masked({ type: 'inbound', did: '02079460000' }).did).toBe('02079460000');
  expect(masked({ type: 'outbound', did: '02079460000' }).did).toBe('*********00');
});
