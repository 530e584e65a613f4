import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';

let app: Awaited<ReturnType<typeof startApp>>;

const EVENT = transferEvent('1.1');
const QUERY = '?type=30013&sn=1&msg=%7B%7D';

async function push(method: string, path: string, init: RequestInit = {}) {
  const response = await fetch(app.url + path, { method, ...init });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as { detail: string; quarantined?: string }) : null;
  return { status: response.status, allow: response.headers.get('allow'), body };
}
/** `fetch` sends no body by GET. */
function ask(method: string, path: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Length': Buffer.byteLength(body) };
    const sent = request(app.url + path, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(body);
  });
}
const raw = async (id: string | undefined) => (await app.get(`/quarantine/${id}/raw`)).text;

describe('misdirected pushes', () => {
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  describe('a push that comes where none is taken never looks delivered, and is kept', () => {
    it.each([
      ['GET', `/${QUERY}`],
      ['GET', `/events${QUERY}`],
      ['GET', `/events/some-secret${QUERY}`],
      ['PUT', `/${QUERY}`],
    ])('%s %s', async (method, path) => {
      const { status, allow, body } = await push(method, path);
      expect([status, allow]).toEqual([405, 'POST']);
      expect(body?.detail).toContain('set the webhook of the PBX to POST');
      expect(await raw(body?.quarantined)).toBe(QUERY.slice(1));
    });

    it.each([
      ...['/docs', '/openapi.json', '/health/live', '/metrics', '/transfers', '/extensions'].flatMap(
        (path) => [
          ['GET', path, 'query'],
          ['GET', path, 'body'],
        ],
      ),
      ['POST', '/session', 'body'],
      ['POST', '/session', 'query'],
      ['POST', '/quarantine/replay', 'body'],
      ['PUT', '/extensions/1001', 'body'],
      ['DELETE', '/session', 'body'],
    ])('%s %s, with the push in the %s', async (method, path, where) => {
      const sent = where === 'query' ? QUERY.slice(1) : JSON.stringify(EVENT);
      const { status, text } = await ask(
        method,
        where === 'query' ? path + QUERY : path,
        where === 'query' ? '' : sent,
      );
      expect(status).toBe(404);
      const { detail, quarantined } = JSON.parse(text) as { detail: string; quarantined?: string };
      expect(detail).toContain(`${method} ${path}`);
      expect(await raw(quarantined)).toBe(sent);
    });

    it('a test of the connection, known by the name that the PBX gives itself or by its signature', async () => {
      const signs: Record<string, string>[] = [{ 'User-Agent': 'OpenAPI' }, { 'X-Signature': 'c2ln' }];
      for (const headers of signs) expect((await push('GET', '/', { headers })).status).toBe(405);
    });

    it('a push to any other path is answered 404 and kept with that path', async () => {
      const { status, body } = await push('POST', '/report', { body: JSON.stringify(EVENT) });
      expect(status).toBe(404);
      expect(body?.detail).toContain('POST /report');
      expect(await raw(body?.quarantined)).toBe(JSON.stringify(EVENT));
      const { body: kept } = await app.get(`/quarantine/${body?.quarantined}`);
      expect(kept).toMatchObject({
        cause: 'refusal',
        errors: [{ message: expect.stringContaining('/report') }],
      });
    });
  });

  it('a request that is no push is answered as usual, and not kept', async () => {
    const before = (await app.get('/quarantine?limit=500')).body.data.length;
    expect((await push('GET', '/')).status).toBe(200);
    expect((await push('GET', '/?ext=1020')).status).toBe(200);
    expect((await push('GET', '/nothing')).status).toBe(404);
    expect((await push('POST', '/nothing', { body: 'x' })).status).toBe(404);
    expect((await push('GET', '/transfers?type=blind')).status).toBe(400);
    const headers = { 'User-Agent': 'OpenAPI-Generator/1.0.0/java' };
    expect((await push('GET', '/transfers?limit=1', { headers })).status).toBe(200);
    const named = { method: 'PUT', body: JSON.stringify({ name: 'Event & type' }) };
    expect((await fetch(`${app.url}/extensions/1001?sn=1`, named)).status).not.toBe(404);
    expect(
      (await fetch(`${app.url}/events/?x=1`, { method: 'POST', body: JSON.stringify(EVENT) })).status,
    ).toBe(200);
    expect(await push('DELETE', '/events')).toMatchObject({ status: 405, allow: 'POST' });
    expect((await app.get('/quarantine?limit=500')).body.data.length).toBe(before);
  });
});
