import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedEvent } from '../../../src/simulator/simulate.js';
import { StoryStore } from '../../../src/story/story.store.js';
import { EventPurge } from '../../../src/story/event-purge.js';
import { REACH } from '../../../src/story/engine/evidence/related.js';
import { startApp } from '../../support/app.js';
import { expected, sorted, type Stories, storiesAt } from '../../support/stories/read-stories.js';
import { play, send } from '../../support/stories/send-events.js';

let app: Awaited<ReturnType<typeof startApp>>;

describe('a stored history', () => {
  beforeAll(async () => {
    app = await startApp({ SIMULATION: 'on' });
  });
  afterAll(() => app?.stop());

  let events: SimulatedEvent[];
  let stories: Stories;
  const total = () => stories.size;
  /** As the instants in a URL. */
  const day = 'from=2026-11-20&to=2026-11-20&tz=Europe/Madrid';

  beforeAll(async () => {
    await app.query('TRUNCATE transfers, members, recorded_events, call_parties');
    ({ events } = play({ calls: 60, days: 1 }));
    await send(app.url, events);
    await app.storiesComputed();
    stories = await storiesAt(app.url);
  });

  it('has the stories that the events show', () => {
    expect(sorted(stories)).toEqual(sorted(expected(events)));
  });

  it('is computed again when asked, counting each transfer once, and writes only what changed', async () => {
    await app.query(
      `UPDATE transfers SET outcome = 'failed', hop = 9, kind = 'unknown', target_kind = 'outside', target_number = '0',
         transferor_ext = '0', transferor_basis = 'story', changed_tx = NULL WHERE hop > 1 OR direction = 'inbound'`,
    );
    const [spoilt] = await app.query('SELECT count(*)::int AS n FROM transfers WHERE hop = 9');
    const again = await app.post('', {}, `/stories/retell?${day}`);
    expect([again.status, again.body]).toEqual([200, { recomputed: total(), kept: 0 }]);
    expect(sorted(await storiesAt(app.url))).toEqual(sorted(stories));
    const [changed] = await app.query(
      'SELECT count(*)::int AS n, max(changed_tx::text::bigint) AS last FROM transfers WHERE changed_tx IS NOT NULL',
    );
    expect(spoilt.n).toBeGreaterThan(10);
    expect((await app.post('', {}, `/stories/retell?${day}`)).body).toEqual({ recomputed: total(), kept: 0 });
    expect(
      await app.query(
        'SELECT count(*)::int AS n, max(changed_tx::text::bigint) AS last FROM transfers WHERE changed_tx IS NOT NULL',
      ),
    ).toEqual([changed]);
  });

  it('is computed again for the period asked for alone', async () => {
    const noon = new Date('2026-11-20T11:00:00Z');
    const [{ n }] = await app.query('SELECT count(*)::int AS n FROM transfers WHERE received_at < $1', [
      noon,
    ]);
    expect(n).toBeGreaterThan(5);
    expect(n).toBeLessThan(total());
    expect((await app.post('', {}, `/stories/retell?to=${noon.toISOString()}`)).body).toEqual({
      recomputed: n,
      kept: 0,
    });
    expect((await app.post('', {}, `/stories/retell?from=${noon.toISOString()}`)).body).toEqual({
      recomputed: total() - n,
      kept: 0,
    });
    expect((await app.post('', {}, '/stories/retell?since=yesterday')).status).toBe(400);
  });

  it('keeps its stories when the events they rest on are purged, whatever is asked or comes late', async () => {
    const noon = new Date('2026-11-20T11:00:00Z');
    const old = events.filter(({ at }) => at < noon);
    await app.app.get(EventPurge).purge(noon);
    const [{ left, oldest }] = await app.query(
      'SELECT count(*)::int AS left, min(received_at) AS oldest FROM recorded_events',
    );
    expect(left).toBeGreaterThan(50);
    expect(+oldest).toBeGreaterThanOrEqual(+noon);
    const [{ before }] = await app.query(
      'SELECT count(*)::int AS before FROM transfers WHERE received_at < $1',
      [noon],
    );

    const { body } = await app.post('', {}, `/stories/retell?${day}`);
    expect(body.kept).toBeGreaterThanOrEqual(before * 0.9);
    expect(body.kept).toBeLessThan(total());
    expect(body.recomputed).toBe(total() - body.kept);
    expect(sorted(await storiesAt(app.url))).toEqual(sorted(stories));

    // Half of what is gone comes once more, as if it were late.
    await send(
      app.url,
      old.filter(({ event }, i) => i % 2 === 0 && event.what !== 'transfer'),
    );
    await app.storiesComputed();
    expect(sorted(await storiesAt(app.url))).toEqual(sorted(stories));
  });

  it('deletes the parties of calls of which no event is left', async () => {
    await app.app.get(EventPurge).purge(new Date('2027-02-01'));
    expect(await app.query('SELECT count(*)::int AS n FROM recorded_events')).toEqual([{ n: 0 }]);
    expect(await app.query('SELECT count(*)::int AS n FROM call_parties WHERE NOT transferred')).toEqual([
      { n: 0 },
    ]);
  });

  it('of a transfer with two members and no other evidence is what the intake stored', async () => {
    const transfers = readdirSync('test/fixtures', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.transfer.json'))
      .map((file) => readFileSync(join('test/fixtures', file.replace('.transfer', ''))));
    for (const [nth, raw] of transfers.entries()) {
      const at = new Date(Date.UTC(2025, 0, 1 + nth)).toISOString();
      expect((await app.post(new Blob([raw]), { 'X-Simulated-At': at })).status).toBe(200);
    }
    const { body } = await app.post('', {}, '/stories/retell?to=2026-01-01');
    expect(body.recomputed).toBeGreaterThan(20);
    const alone = `FROM transfers t WHERE received_at < '2026-01-01'
      AND (SELECT count(*) FROM transfers o WHERE o.callid = t.callid AND o.sn = t.sn) = 1
      AND (SELECT count(*) FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id) = 2`;
    expect(await app.query(`SELECT dialect ${alone} GROUP BY 1`)).toHaveLength(5);
    expect(await app.query(`SELECT dialect, kind, outcome, hop ${alone} AND changed_tx IS NOT NULL`)).toEqual(
      [],
    );
  });

  it('lets an ALTER TABLE run while stories are computed again', async () => {
    const store = app.app.get(StoryStore);
    await store.withLock(
      async (lock) => {
        await store.changesSince(lock, REACH);
        await app.query(
          "SET lock_timeout = '10s'; LOCK TABLE transfers IN ACCESS EXCLUSIVE MODE; RESET lock_timeout",
        );
      },
      { wait: true },
    );
  });
});
