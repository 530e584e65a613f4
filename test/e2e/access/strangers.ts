import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { KeyStore } from '../../../src/access/key.store.js';
import { Keys } from '../../../src/access/keys.js';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';

type App = Awaited<ReturnType<typeof startApp>>;

/** The status of an answer to a request with any header, `Host` too, which fetch does not let one set. */
const statusOf = ({ port }: App, method: string, path: string, headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers }, (res) => {
      res.resume();
      resolve(res.statusCode!);
    })
      .on('error', reject)
      .end();
  });

/** The program's next answer, as it sees it: a client that reads slowly sees late that the other end is gone. */
const nextAnswer = ({ app }: App) =>
  new Promise<ServerResponse>((resolve) => {
    app.getHttpServer().once('request', (_req: unknown, res: ServerResponse) => resolve(res));
  });

describe('a page of another site in a browser beside the program, with no key made', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it.each([
    'evil.example',
    'evil.example:8260',
    '127.0.0.1.evil.example',
    '192.168.1.20',
    'localhost.evil.example',
  ])('that makes its own name %s an address of this machine neither reads nor erases', async (host) => {
    expect(await statusOf(app, 'GET', '/transfers', { Host: host })).toBe(403);
    expect(await statusOf(app, 'GET', '/transfers.csv', { Host: host })).toBe(403);
    expect(await statusOf(app, 'DELETE', '/numbers/34600111222', { Host: host })).toBe(403);
  });

  it.each(['localhost', 'LOCALHOST:8260', '127.0.0.1:8260', '127.9.9.9', '[::1]:8260'])(
    'is not meant by %s: that name is read',
    async (host) => {
      expect(await statusOf(app, 'GET', '/transfers', { Host: host })).toBe(200);
    },
  );

  it('pushes no event', async () => {
    for (const headers of <Record<string, string>[]>[
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://127.0.0.1:1' },
    ])
      expect((await app.post(transferEvent('1.1'), headers)).status).toBe(403);
    expect((await app.get('/transfers')).body.data).toEqual([]);
    expect((await app.post(transferEvent('1.1'), { Origin: app.url })).status).toBe(200);
    expect((await app.post(transferEvent('1.2'))).status).toBe(200);
  });
});

describe('revoking the last key', () => {
  const revokedAll = async (app: App) => {
    const { id } = await app.makeKey(['read']);
    expect((await app.get('/transfers')).status).toBe(401);
    await app.app.get(KeyStore).revoke(id);
    await app.makeKey(['read']).then(({ id: other }) => app.app.get(KeyStore).revoke(other));
    await app.app.get(Keys).read();
  };

  it('opens nothing on loopback', async () => {
    const app = await startApp();
    try {
      await revokedAll(app);
      expect((await app.get('/transfers')).status).toBe(401);
      expect((await app.get('/metrics')).status).toBe(401);
    } finally {
      await app.stop();
    }
  });

  it('opens it again with ACCESS=open, whatever the Host', async () => {
    const app = await startApp({ ACCESS: 'open' });
    try {
      await revokedAll(app);
      expect(await statusOf(app, 'GET', '/transfers', { Host: 'handoff.example' })).toBe(200);
    } finally {
      await app.stop();
    }
  });
});

describe('an answer that lasts', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
    await app.query(
      `INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_basis, identity, last_delivered_at)
       SELECT 'A', gen_random_uuid(), '1.' || n, 'v2', now() - n * interval '1 second', 'internal', 'unknown',
         sha256(n::text::bytea), now() FROM generate_series(1, 100000) n`,
    );
    await app.query(
      `INSERT INTO members (sn, transfer_id, position, received_at, kind, number)
       SELECT sn, id, 0, received_at, 'ext', '1020' FROM transfers`,
    );
  });
  afterAll(() => app?.stop());

  it.each(['/transfers/stream', '/transfers.ndjson', '/transfers.csv'])(
    'from %s ends within two seconds of the revocation of its key',
    async (path) => {
      const { id, bearer } = await app.makeKey(['read']);
      const answer = nextAnswer(app);
      const { body } = await fetch(app.url + path, { headers: bearer });
      const reader = body!.getReader();
      await reader.read(); // A slow client: the rest of an export waits until it reads on.
      const closed = once(await answer, 'close');
      await app.app.get(KeyStore).revoke(id);
      const revokedAt = Date.now();
      const ended = closed.then(() => Date.now() - revokedAt);
      const how = await Promise.race([
        ended,
        new Promise((resolve) => setTimeout(resolve, 2_500, 'too late')),
      ]);
      await reader.cancel().catch(() => {});
      expect(how).toBeLessThan(2_000);
    },
  );
});
