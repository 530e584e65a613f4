import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BY } from '../../../src/reports/dimensions/dimensions.js';
import { startApp } from '../../support/app.js';

type Bearer = Record<string, string>;

const planted: string[] = [];
/** An outside number that stands nowhere else, as a text field of an event. */
function canary(): string {
  planted.push(String(34_600_000_000 + (planted.length + 1) * 7_654_321));
  return planted.at(-1)!;
}

let calls = 0;
const nextCall = () => `17956000${String(calls++).padStart(2, '0')}.1`;
/** A call of its own for each event, so that no field hides another. */
const v2 = (event: string, more: object) => ({ event, callid: nextCall(), sn: 'A', ...more });
const pSeries = (type: number, more: object) => ({
  type,
  sn: 'P',
  msg: JSON.stringify({ call_id: nextCall(), ...more }),
});

const leg = () => ({
  channelid: `PJSIP/${canary()}-0000001a`,
  memberstatus: `RING ${canary()}`,
  callpath: `${canary()}>6200`,
});
const members = () => [
  { inbound: { from: canary(), to: '1020', trunkname: 'sip', ...leg() } },
  { outbound: { from: canary(), to: canary(), trunkname: 'sip', ...leg() } },
  { ext: { number: canary(), ...leg() } },
];
const renamed = () =>
  members().map((member) =>
    JSON.parse(
      JSON.stringify(member)
        .replace('"ext"', '"extension"')
        .replace('trunkname', 'trunk_name')
        .replace('channelid', 'channel_id')
        .replace('memberstatus', 'member_status')
        .replace('callpath', 'call_path'),
    ),
  );
const record = (type: string) => ({
  timestart: '2026-11-20 10:00:00',
  callfrom: canary(),
  callto: `6200(${canary()})`,
  status: 'ANSWERED',
  type,
  recording: `20261120100000-1571897930.5-${canary()}-${canary()}-${type}.wav`,
  uid: `uid-${canary()}`,
  reason: `${canary()} blind transferred, 1020 answered`,
  ...(type === 'Outbound' && { didnumber: canary() }),
});

const events = () => [
  v2('Tranfer', { members: members() }),
  v2('Tranfer', { members: [{ inbound: { from: canary(), to: '1020' } }, { ext: { number: canary() } }] }),
  v2('Tranfer', { members: [{ ext: { number: canary() } }, { ext: { number: canary() } }] }),
  v2('CallStatus', { members: members() }),
  v2('Forward', { members: members() }),
  v2('CallFailed', {
    reason: `No route to +${canary()}, nor to 0034 ${canary().slice(2)}`,
    members: members(),
  }),
  v2('satisfaction', { surveyresult: canary() }),
  ...['Inbound', 'Outbound', 'Internal', 'other'].map((type) => v2('NewCdr', record(type))),
  pSeries(30013, { members: renamed() }),
  pSeries(30011, { members: renamed() }),
  pSeries(30014, { members: renamed() }),
  pSeries(30015, { reason: canary(), members: renamed() }),
  pSeries(30019, { survey_result: canary() }),
  pSeries(30012, {
    call_from: canary(),
    call_to: `6200(${canary()})`,
    type: 'Outbound',
    did_number: canary(),
  }),
];

/** What a text says of a planted number beyond its last two digits, however it is spaced. */
function found(text: string): string[] {
  const digits = text.replace(/[ .()]/g, '');
  return planted.filter((number) => digits.includes(number.slice(2, -2)));
}

describe('outside numbers in every text field of every kind of event', () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  let reader: Bearer, ofNumbers: Bearer, ofIngest: Bearer;
  let ids: string[], callids: string[], refused: string[];

  beforeAll(async () => {
    app = await startApp({ READS_PER_SECOND: '100000' }, { stories: 'written' });
    const sent = events();
    for (const event of sent) await app.deliver(event);
    callids = Array.from({ length: calls }, (_, n) => `17956000${String(n).padStart(2, '0')}.1`);
    const kinds = ['unknown', 'outside', 'ext', 'group', 'voicemail'];
    for (const kind of kinds) {
      const { body } = await app.deliver(v2('Tranfer', { members: [{ ext: { number: '1020' } }] }));
      await app.query(
        `UPDATE transfers SET target_kind = $1, target_number = $2, target_answered_by = $3 WHERE id = $4`,
        [kind, canary(), canary(), body.id],
      );
    }
    await app.deliver('{"event":"Tranfer"}', { 'Content-Type': `text/x-${canary()}` });
    const bad = { event: 'Tranfer', callid: '', sn: canary(), members: members() };
    await app.deliver(bad);
    await app.deliver({ type: 30013, sn: 'P', msg: canary() });
    reader = (await app.makeKey(['read'])).bearer;
    ofNumbers = (await app.makeKey(['read', 'ingest', 'numbers'])).bearer;
    ofIngest = (await app.makeKey(['ingest'])).bearer;
    ids = (await app.get('/transfers?limit=500', reader)).body.data.map(({ id }: { id: string }) => id);
    refused = (await app.get('/quarantine', ofIngest)).body.data.map(({ id }: { id: string }) => id);
  });
  afterAll(() => app?.stop());

  const readPaths = () => [
    '/transfers',
    '/transfers?reported=any&limit=500',
    '/transfers?order=asc',
    '/transfers.csv',
    '/transfers.ndjson',
    ...ids.map((id) => `/transfers/${id}`),
    ...callids.map((callid) => `/calls/${callid}`),
    ...BY.filter((by) => by !== 'caller').flatMap((by) =>
      ['', '.csv', '.html'].map((form) => `/reports/transfers${form}?by=${by}&compare=previous`),
    ),
    '/extensions',
    '/pbxs',
    '/metrics',
    '/openapi.json',
    '/',
    '/transfers?sort=number',
  ];
  const refusedPaths = () => [
    '/quarantine',
    ...refused.flatMap((id) => [`/quarantine/${id}`, `/quarantine/${id}/raw`]),
  ];

  /** All that a stream has to say from the beginning on. */
  async function streamed(bearer: Bearer): Promise<string> {
    const gone = new AbortController();
    const first = '3.00000000-0000-0000-0000-000000000000.0';
    const { body } = await fetch(`${app.url}/transfers/stream`, {
      headers: { ...bearer, 'Last-Event-ID': first },
      signal: gone.signal,
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body!) {
      text += decoder.decode(chunk);
      if (ids.every((id) => text.includes(`"id":"${id}"`))) break;
    }
    gone.abort();
    return text;
  }

  it('are read with the scope numbers, each in some answer', async () => {
    expect(refused).toHaveLength(3);
    const texts = [await streamed(ofNumbers)];
    for (const path of [...readPaths(), ...refusedPaths()]) texts.push((await app.get(path, ofNumbers)).text);
    const all = found(texts.join('\n'));
    expect(planted.filter((number) => !all.includes(number))).toEqual([]);
  });

  it('are in no answer without that scope', async () => {
    const leaks: Record<string, string[]> = {};
    const look = (path: string, text: string) => {
      // The values of metrics are sums and seconds, which hold any digits by chance.
      const seen = found(path === '/metrics' ? text.replace(/ \S+$/gm, '') : text);
      if (seen.length > 0) leaks[path] = seen;
    };
    for (const path of readPaths()) look(path, (await app.get(path, reader)).text);
    for (const path of refusedPaths()) look(path, (await app.get(path, ofIngest)).text);
    look('/transfers/stream', await streamed(reader));
    for (const id of refused) look('replay', (await app.post('', ofIngest, `/quarantine/${id}/replay`)).text);
    expect(leaks).toEqual({});
  });

  it('cannot be tested by a question', async () => {
    for (const number of planted)
      for (const query of [`ext=${number}`, `ext=1020&ext=${number}&role=target`, `number=${number}`])
        for (const path of ['/transfers', '/transfers.csv', '/reports/transfers'])
          expect([query, (await app.get(`${path}?${query}`, reader)).status]).toEqual([query, 403]);
    for (const number of planted)
      expect((await app.get(`/transfers?reported=any&did=${number}`, reader)).body.data).toEqual([]);
  });

  it('cannot be tested where they are as short as extensions', async () => {
    const { body } = await app.deliver(v2('Tranfer', { members: [{ ext: { number: '1020' } }] }));
    await app.query(`UPDATE transfers SET target_kind = 'unknown', target_number = '6112233' WHERE id = $1`, [
      body.id,
    ]);
    await app.query(
      `INSERT INTO extensions (sn, number, name, "group") VALUES ('', '6112233', NULL, 'short')`,
    );
    for (const query of ['ext=6112233', 'ext=6112233&role=target', 'group=short', 'ext=6112233&ext=1']) {
      const countOf = async (bearer: Bearer) =>
        (await app.get(`/transfers?${query}`, bearer)).body.data.length;
      expect([query, await countOf(ofNumbers)]).toEqual([query, 1]);
      expect([query, await countOf(reader)]).toEqual([query, 0]);
    }
  });
});
