import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';

const lines: string[] = [];
const write = process.stdout.write.bind(process.stdout);
let app: Awaited<ReturnType<typeof startApp>>;

const logged = () =>
  lines
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.includes('"route"'))
    .map(
      (line) => (JSON.parse(line) as { message: { request: string; route: string; status: number } }).message,
    );

describe('the webhook', () => {
  beforeAll(async () => {
    process.stdout.write = (line: unknown) => lines.push(String(line)) > 0;
    app = await startApp({ LOG_FORMAT: 'json' });
  });
  afterAll(async () => {
    await app?.stop();
    process.stdout.write = write;
  });

  it('an event that is handled ahead of Nest has an id, a metric, and a line in the log where it is refused', async () => {
    const taken = await app.post({ event: 'ExtensionStatus', sn: '1' });
    const refused = await app.post('{"event":', {}, '/events');
    const secret = await app.post('{"event":', {}, '/events/not-the-secret');
    expect([taken, refused, secret].map(({ status }) => status)).toEqual([200, 400, 401]);
    const ids = [taken, refused, secret].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(null);

    const events = logged().filter(({ route }) => route !== '/metrics');
    expect(events.map(({ request, route, status }) => [request, route, status])).toEqual([
      [ids[1], '/events', 400],
      [ids[2], '/events/:secret', 401],
    ]);
    expect(lines.join('')).not.toContain('not-the-secret');

    const { text } = await app.get('/metrics');
    for (const [route, status] of [
      ['/', '2xx'],
      ['/events', '4xx'],
      ['/events/:secret', '4xx'],
    ])
      expect(text).toContain(
        `handoff_http_request_seconds_count{method="POST",route="${route}",status="${status}"} 1`,
      );
  });
});
