import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { SimulatedEvent } from '../../../src/simulator/simulate.js';
import { startApp } from '../../support/app.js';
import { createTestDatabase } from '../../support/postgres/database.js';
import { type StartedProgram, startProgram } from '../../support/program.js';
import { expected, keyOf, sorted, storiesAt, storiesComputed } from '../../support/stories/read-stories.js';
import { play, send } from '../../support/stories/send-events.js';
import { FIELDS, Tally } from '../../proofs/story/tally.js';

const shuffled = <T>(items: T[], seed: number): T[] => {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
};

const ends: (() => Promise<unknown>)[] = [];

async function started() {
  const app = await startApp({ SIMULATION: 'on' });
  ends.push(() => app.stop());
  return app;
}

/** A database that several programs of their own can share. */
async function shared() {
  const database = await createTestDatabase();
  ends.push(() => database.drop());
  const client = new Client({ connectionString: database.url });
  await client.connect();
  ends.push(() => client.end());
  return {
    url: database.url,
    query: async (text: string) => (await client.query(text)).rows,
    async start(): Promise<StartedProgram> {
      const program = await startProgram(['dist/main.js'], { DATABASE_URL: database.url, SIMULATION: 'on' });
      ends.push(() => program.stop());
      return program;
    },
  };
}

describe('the stories of simulated calls', () => {
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  it('stand in the list as the truth has it', async () => {
    const { events, truths } = play({ calls: 150 });
    const app = await started();
    await send(app.url, events);
    await app.storiesComputed();
    const stories = await storiesAt(app.url);
    const tally = new Tally();
    for (const truth of truths) {
      const story = stories.get(keyOf(truth.sn, truth.callid, truth.sentAt));
      if (story !== undefined) tally.add(truth, story);
    }
    for (const field of FIELDS) {
      expect(tally.of('ALL', field).decided).toBeGreaterThan(100);
      expect(tally.precision('ALL', field)).toBeGreaterThan(0.98);
      expect(tally.recall('ALL', field)).toBeGreaterThan(0.98);
    }
    expect(sorted(stories)).toEqual(sorted(expected(events)));
  });

  it('are the same whatever the order in which the events come', async () => {
    const { events } = play({ calls: 60 });
    const app = await started();
    await send(app.url, shuffled(events, 1));
    await app.storiesComputed();
    expect(sorted(await storiesAt(app.url))).toEqual(sorted(expected(events)));
  });

  it('are computed again when an event of another call bears on them', async () => {
    const scenarios = ['attended-own-id', 'new-call-id', 'recall-answered-new-id'];
    const { events } = play({ calls: 30, scenarios });
    const callOf = ({ event }: SimulatedEvent) => ('callid' in event ? `${event.sn}|${event.callid}` : '');
    const handedOn = new Set(events.filter(({ event }) => event.what === 'transfer').map(callOf));
    const app = await started();
    await send(
      app.url,
      events.filter((event) => handedOn.has(callOf(event))),
    );
    await app.storiesComputed();
    const before = sorted(await storiesAt(app.url));
    await send(
      app.url,
      events.filter((event) => !handedOn.has(callOf(event))),
    );
    await app.storiesComputed();
    expect(sorted(await storiesAt(app.url))).toEqual(sorted(expected(events)));
    expect(sorted(await storiesAt(app.url))).not.toEqual(before);
  });

  it('are computed though the program is killed in the middle, and started again', async () => {
    const { events } = play({ calls: 60 });
    const { query, start } = await shared();
    const half = Math.ceil(events.length / 2);
    for (let i = 0; i < 2; i++) {
      const program = await start();
      await send(program.url, events.slice(i * half, (i + 1) * half));
      process.kill(program.pid, 'SIGKILL');
      await program.exit;
    }
    const program = await start();
    await storiesComputed(query);
    expect(sorted(await storiesAt(program.url))).toEqual(sorted(expected(events)));
  });

  it('are computed by two programs on one database, each of which gets every other event', async () => {
    const { events } = play({ calls: 60 });
    const { query, start } = await shared();
    const [one, other] = await Promise.all([start(), start()]);
    await Promise.all([
      send(
        one.url,
        events.filter((_, i) => i % 2 === 0),
        8,
      ),
      send(
        other.url,
        events.filter((_, i) => i % 2 === 1),
        8,
      ),
    ]);
    await storiesComputed(query);
    expect(sorted(await storiesAt(other.url))).toEqual(sorted(expected(events)));
  });

  it('are computed though commits overtake each other', async () => {
    const { events } = play({ calls: 40 });
    const { query, start } = await shared();
    // Now and then a commit takes so long that many later ones overtake it, and the worker looks in between.
    // A call's last event is often its record: no later one would make up for it.
    await query(`
      CREATE FUNCTION share(what text) RETURNS float LANGUAGE sql AS $$ SELECT CASE what WHEN 'record' THEN 0.2 ELSE 0.01 END $$;
      CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF random() < share(to_jsonb(NEW)->>'what') THEN PERFORM pg_sleep(0.2 + random() * 0.4); END IF; RETURN NULL; END $$`);
    for (const table of ['transfers', 'recorded_events'])
      await query(`
        CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION dawdle()`);
    const programs = await Promise.all([start(), start()]);
    await Promise.all(
      programs.map((program, p) =>
        send(
          program.url,
          events.filter((_, i) => i % 2 === p),
          6,
        ),
      ),
    );
    await storiesComputed(query);
    expect(sorted(await storiesAt(programs[0].url))).toEqual(sorted(expected(events)));
  });
});
