import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../src/app.js';
import { Config, readConfig } from '../../../src/config/config.js';
import { StreamController } from '../../../src/history/stream/stream.controller.js';
import { ChangesPoll } from '../../../src/history/stream/changes-poll.js';
import { JobRunner } from '../../../src/database/jobs/job-runner.js';
import { startApp } from '../../support/app.js';
import { openStream } from '../../support/event-stream.js';
import { keep, type KeptTransfer, keptTransfer } from '../../support/stories/kept-transfers.js';
import { until } from '../../support/until.js';

let app: Awaited<ReturnType<typeof startApp>>;
let replica: Awaited<ReturnType<typeof createApp>>;
let replicaUrl: string;

const open: { close(): Promise<void> }[] = [];
async function listen(url: string, lastEventId?: string) {
  const stream = await openStream(url, lastEventId);
  open.push(stream);
  await until(() => stream.lastEventId !== undefined); // it said where it begins
  return stream;
}
const sent = (stream: { events: { event: string; data: { id: string } }[] }) =>
  stream.events.map(({ event, data }) => `${event} ${data.id}`);

describe('GET /transfers/stream', () => {
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
    replica = await createApp(readConfig({ DATABASE_URL: app.app.get(Config).databaseUrl!, PORT: '0' }));
    await replica.listen(0, '127.0.0.1');
    await replica.get(JobRunner).stop('stories'); // stories are written here
    replicaUrl = `http://127.0.0.1:${(replica.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await replica?.close();
    await app?.stop();
  });
  afterEach(() => Promise.all(open.splice(0).map((stream) => stream.close())));

  it('sends on every replica what was committed, and what its story became, as the list shows it', async () => {
    const streams = [
      await listen(`${app.url}/transfers/stream?sn=both`),
      await listen(`${replicaUrl}/transfers/stream?sn=both`),
    ];
    const transfer = keptTransfer({ sn: 'both' });
    await keep(app, [transfer, keptTransfer({ sn: 'other' })]);
    await until(() => streams.every(({ events }) => events.length === 1));
    await app.query(
      `UPDATE transfers SET outcome = 'answered', changed_tx = pg_current_xact_id() WHERE sn = 'both'`,
    );
    await until(() => streams.every(({ events }) => events.length === 2));
    const { body } = await app.get(`/transfers/${transfer.id}`);
    for (const stream of streams) {
      expect(sent(stream)).toEqual([`transfer ${transfer.id}`, `story ${transfer.id}`]);
      expect(stream.events[1]!.data).toEqual(body);
      expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    }
  });

  it.each<[string, Partial<KeptTransfer>]>([
    ['ext=4711', { members: [{ kind: 'ext', number: '4711' }] }],
    ['number=%2B3491*', { members: [{ kind: 'inbound', from: '+34911', to: '1', trunkname: 't' }] }],
    ['outcome=failed&hours=09:00-10:00', { outcome: 'failed', receivedAt: '2026-03-02T09:30:00.000Z' }],
    ['reported=false', { reported: false }],
  ])('?%s sends those alone that the list would show', async (query, given) => {
    const sn = `filter ${query}`;
    const stream = await listen(`${app.url}/transfers/stream?sn=${encodeURIComponent(sn)}&${query}`);
    const match = keptTransfer({ sn, ...given });
    await keep(app, [keptTransfer({ sn }), match]);
    await keep(app, [keptTransfer({ sn }), { ...match, id: keptTransfer().id }]);
    await until(() => stream.events.length >= 2);
    expect(stream.events[0]!.data.id).toBe(match.id);
    expect(stream.events).toHaveLength(2);
  });

  it('drops a reader that takes nothing, who resumes on another replica without a gap or a double', async () => {
    const controller = app.app.get(StreamController);
    controller.slowMs = 300;
    const slow = await new Promise<IncomingMessage>((resolve) =>
      httpGet(`${app.url}/transfers/stream?sn=slow`, resolve),
    );
    slow.on('error', () => {}); // it is cut off
    const trunkname = 'x'.repeat(20_000); // the buffers on the way hold some megabytes
    const transfers = Array.from({ length: 1_000 }, () =>
      keptTransfer({ sn: 'slow', members: [{ kind: 'inbound', from: '1', to: '2', trunkname }] }),
    );
    await keep(app, transfers.slice(0, 900));
    await until(() => app.app.get(ChangesPoll).status.listeners === 0);
    controller.slowMs = 10_000;
    let text = '';
    slow.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await new Promise((resolve) => slow.on('close', resolve));
    const before = text
      .slice(0, text.lastIndexOf('\n\n')) // what came whole
      .split('\n\n')
      .filter((block) => block.includes('\ndata: '));
    expect(before.length).toBeLessThan(900);
    const lastId = /^id: (.+)$/m.exec(before.at(-1) ?? text)![1]!;
    const resumed = await listen(`${replicaUrl}/transfers/stream?sn=slow`, lastId);
    await keep(app, transfers.slice(900));
    await until(() => before.length + resumed.events.length >= 1_000);
    const ids = [
      ...before.map((block) => (JSON.parse(/^data: (.+)$/m.exec(block)![1]!) as { id: string }).id),
      ...resumed.events.map(({ data }) => data.id),
    ];
    expect(ids.sort()).toEqual(transfers.map(({ id }) => id).sort());
  });

  it('sends a comment while nothing happens, with an id from which a client can resume', async () => {
    app.app.get(StreamController).keepAliveMs = 50;
    const quiet = await fetch(`${app.url}/transfers/stream?sn=quiet`);
    let text = '';
    for await (const chunk of quiet.body!.pipeThrough(new TextDecoderStream()))
      if ((text += chunk).split(': still here\n').length > 2) break;
    app.app.get(StreamController).keepAliveMs = 15_000;
    const place = /: still here\nid: (.+)\n\n/.exec(text)![1]!;
    const missed = keptTransfer({ sn: 'quiet' });
    await keep(app, [missed]);
    const resumed = await listen(`${app.url}/transfers/stream?sn=quiet`, place);
    await until(() => resumed.events.length > 0);
    expect(sent(resumed)).toEqual([`transfer ${missed.id}`]);
  });

  it.each(['x', '1', '1.2.3', '12.00000000-0000-0000-0000-000000000000.2'])(
    'Last-Event-ID %s is a 400 that says what it is not',
    async (id) => {
      const answer = await app.get('/transfers/stream', { 'Last-Event-ID': id });
      expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/Last-Event-ID/) } });
    },
  );
});
