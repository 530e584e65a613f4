import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { simulate, type SimulatedEvent } from '../src/simulator/simulate.js';
import type { Truth } from '../src/simulator/truth.js';
import { tell } from '../src/story/tell.js';
import { startApp } from './support/app.js';
import { createTestDatabase } from './support/database.js';
import { type StartedProgram, startProgram } from './support/program.js';
import { keyOf, send, type Stories, storiesAt, told } from './support/stories.js';
import { Kept } from './story/kept.js';
import { FIELDS, Tally } from './story/tally.js';

const until = new Date('2026-11-20T23:00:00Z');
const options = { seed: 3, until, zone: 'Europe/Madrid', dialect: 'mixed' as const, calls: 150 };

/** Events that differ in their bytes, so that none is a re-send whatever comes first. */
function play(calls = options.calls): { events: SimulatedEvent[]; truths: Truth[] } {
  const simulation = simulate({ ...options, calls });
  const bodies = new Set<string>();
  const events = [...simulation.events].filter(({ body }) => !bodies.has(body) && bodies.add(body));
  return { events, truths: simulation.truths };
}

/** What the pure story says of the same events, without a database. */
function expected(events: SimulatedEvent[]): Stories {
  const kept = new Kept(events);
  const stories: Stories = new Map();
  for (const call of kept.calls) {
    const [sn, callid] = call.split('|') as [string, string];
    const evidence = kept.evidence(call);
    const known = new Map(evidence.transfers.map((transfer) => [transfer.id, transfer]));
    for (const [id, story] of tell(callid, evidence))
      stories.set(keyOf(sn, callid, known.get(id)!.receivedAt), story);
  }
  return stories;
}

const sorted = (stories: Stories) => Object.fromEntries([...stories].sort());

const shuffled = <T>(items: T[], seed: number): T[] => {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
};

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

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
  it('are told in the list as the truth has it', async () => {
    const { events, truths } = play();
    const app = await started();
    await send(app.url, events);
    await told(app.query);
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

  it.each([1, 2])('are the same whatever the order in which the events come (%i)', async (seed) => {
    const { events } = play(60);
    const app = await started();
    await send(app.url, shuffled(events, seed));
    await told(app.query);
    expect(sorted(await storiesAt(app.url))).toEqual(sorted(expected(events)));
  });

  it('are told though the program is killed in the middle, and started again', async () => {
    const { events } = play();
    const { query, start } = await shared();
    const quarter = Math.ceil(events.length / 4);
    for (let i = 0; i < 4; i++) {
      const program = await start();
      await send(program.url, events.slice(i * quarter, (i + 1) * quarter));
      process.kill(program.pid, 'SIGKILL');
      await program.exit;
    }
    const program = await start();
    await told(query);
    expect(sorted(await storiesAt(program.url))).toEqual(sorted(expected(events)));
  });

  it('are told by two programs on one database, each of which gets every other event', async () => {
    const { events } = play();
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
    await told(query);
    expect(sorted(await storiesAt(other.url))).toEqual(sorted(expected(events)));
  });
});
