import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { startApp } from '../support/app.js';
import { recordEvent } from '../support/pushes.js';

const INTERNAL =
  '{"event":"Tranfer","callid":"1571981311.105","members":[{"ext":{"number":"2000","channelid":"PJSIP/2000-00000025"}},{"ext":{"number":"1020","channelid":"PJSIP/1020-00000026"}}],"sn":"369451090405"}';
const INBOUND =
  '{"event":"Tranfer","callid":"1571981647.117","members":[{"inbound":{"from":"12345678","to":"1020","trunkname":"siptrunk","channelid":"PJSIP/trunk-siptrunk-endpoint-0000002b"}},{"ext":{"number":"1020","channelid":"PJSIP/1020-0000002c"}}],"sn":"369451090405"}';

let app: Awaited<ReturnType<typeof startApp>>;
/** Where events go: the plain address is taken ahead of Nest, any other spelling of it through its router. */
let address: string;
const post = (event: unknown) => app.post(event, {}, address);

/** What the vendor prints, byte for byte: a space in Host, Accept twice, one connection per event. Resolves when the other side closes. */
function pushAsThePbxDoes(body: string, { closeOwnSide = false } = {}): Promise<string> {
  const request = [
    `POST ${address} HTTP/1.1`,
    'Host: 192.168.5.150: 8260',
    'Accept: application/json',
    'User-Agent: WebAPI',
    'Accept: application/json',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(app.port, '127.0.0.1', () => {
      socket.write(`${request.join('\r\n')}\r\n\r\n${body}`);
      if (closeOwnSide) socket.end();
    });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe.each([
  ['/', 'ahead of Nest'],
  ['/?', 'through Nest'],
])("the PBX's own bytes in, the history out: POST %s, %s", (path) => {
  beforeAll(async () => {
    address = path;
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it("both of the vendor's samples are answered 200 on a connection that closes, and are there with two members each", async () => {
    for (const sample of [INTERNAL, INBOUND]) {
      const answer = await pushAsThePbxDoes(sample);
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(answer).toMatch(/\r\nConnection: close\r\n/i);
      expect(answer).toMatch(/\{"status":"stored","id":"[0-9a-f-]{36}"\}$/);
    }
    const { body } = await app.get('/transfers?ext=1020');
    expect(body.next).toBeNull();
    expect(body.data).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        callid: '1571981647.117',
        did: null,
        sn: '369451090405',
        dialect: 'v2',
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        callStartedAt: '2019-10-25T05:34:07Z',
        direction: 'inbound',
        transferor: { ext: '1020', basis: 'only-extension' },
        transferee: { kind: 'inbound', number: '12345678' },
        target: null,
        kind: 'unknown',
        outcome: 'unknown',
        answeredAt: null,
        talkSeconds: null,
        storyBasis: null,
        reported: true,
        hop: 1,
        deliveries: 1,
        members: [
          {
            kind: 'inbound',
            from: '12345678',
            to: '1020',
            trunkname: 'siptrunk',
            channelid: 'PJSIP/trunk-siptrunk-endpoint-0000002b',
          },
          { kind: 'ext', number: '1020', channelid: 'PJSIP/1020-0000002c' },
        ],
      },
      expect.objectContaining({
        callid: '1571981311.105',
        direction: 'internal',
        transferor: { ext: '1020', basis: 'member-order' },
        transferee: { kind: 'ext', number: '2000' },
      }),
    ]);
  });

  it('answers a sender that closes its own side after the event', async () => {
    const answer = await pushAsThePbxDoes(INTERNAL.replace('1571981311.105', '1571981311.106'), {
      closeOwnSide: true,
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*"status":"stored"/);
  });

  it('keeps the event byte for byte, with the fields that nobody knows', async () => {
    const sent = INTERNAL.replace('1571981311.105', '1571981311.300').replace(
      '"sn"',
      ' "nobody":{"knows":[1, 2]},  "sn"',
    );
    expect((await post(sent)).body.status).toBe('stored');
    const [row] = await app.query('SELECT raw FROM transfers WHERE callid = $1', ['1571981311.300']);
    expect(row.raw.toString()).toBe(sent);
  });

  it('keeps from and to as text, whether sent as strings or as numbers', async () => {
    await post(
      INBOUND.replace('1571981647.117', '5.1')
        .replace('"12345678"', '12345678')
        .replace('"1020"', '"+0034*#"'),
    );
    const { body } = await app.get('/transfers?callid=5.1');
    expect(body.data[0].members[0]).toMatchObject({
      from: '12345678',
      to: '+0034*#',
    });
    expect(body.data[0].callStartedAt).toBeNull();
  });

  it('answers the same event again with the first id, and counts the delivery', async () => {
    const sent = INTERNAL.replace('1571981311.105', '1571981311.200');
    const first = await post(sent);
    expect(await post(sent)).toMatchObject({
      status: 200,
      body: { status: 'duplicate', id: first.body.id },
    });
    expect((await app.get(`/transfers/${first.body.id}`)).body.deliveries).toBe(2);
  });

  it('makes one row of the same event sent twice at the same moment, and answers both with its id', async () => {
    const sent = INTERNAL.replace('1571981311.105', '1571981311.201');
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(sent)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ body }) => body.status).sort()).toEqual([...Array(19).fill('duplicate'), 'stored']);
    const { body } = await app.get('/transfers?callid=1571981311.201');
    expect(body.data).toMatchObject([{ deliveries: 20 }]);
  });

  it('refuses a transfer that misses what it needs and names every fault by its path', async () => {
    const sent = {
      event: 'Tranfer',
      members: [{ ext: { channelid: 'x' } }, { inbound: { from: '1' } }],
      sn: '1',
    };
    const answer = await post(sent);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.body.errors.map((e: { path: string }) => e.path).sort()).toEqual([
      'callid',
      'members[0].ext.number',
      'members[1].inbound.to',
    ]);
    expect(answer.body.quarantined).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps a refused body byte for byte, and answers 200 when it comes again', async () => {
    const sent = '{"event":"Tranfer" ,\t"call';
    const first = await post(sent);
    expect(first.status).toBe(400);
    expect(await post(sent)).toMatchObject({
      status: 200,
      body: {
        status: 'quarantined',
        id: first.body.quarantined,
        errors: first.body.errors,
      },
    });
    const [row] = await app.query('SELECT body, count FROM quarantined_bodies WHERE id = $1', [
      first.body.quarantined,
    ]);
    expect([row.body.toString(), row.count]).toEqual([sent, 2]);
  });

  it('answers 413 to a body over 256 KiB', async () => {
    const answer = await post(INTERNAL.replace('"sn"', `"pad":"${'x'.repeat(300_000)}","sn"`));
    expect(answer).toMatchObject({ status: 413, body: { status: 413 } });
  });

  it('records what helps to compute a story and ignores the rest', async () => {
    for (let n = 0; n < 2; n++)
      expect((await post(recordEvent('1571897930.5'))).body).toEqual({ status: 'recorded' });
    const [{ count }] = await app.query('SELECT count(*)::int FROM recorded_events');
    expect(count).toBe(1);
    expect((await post({ event: 'BootUp', sn: '369451090405' })).body).toEqual({ status: 'ignored' });
  });
});
