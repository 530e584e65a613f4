import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../../support/app.js';
import type { HappenedCall } from '../../support/fake-pbx/calls/call.js';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { compare, type Listed, type Undecided } from '../../support/fake-pbx/compare.js';
import type { HttpFace } from '../../support/fake-pbx/http-face.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { V2Pbx } from '../../support/fake-pbx/v2/v2-pbx.js';
import { freePort } from '../../support/postgres/port.js';
import { storiesComputed } from '../../support/stories/read-stories.js';
import { until } from '../../support/until.js';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** A PBX that is gone is noticed by the next heartbeat, which for v2 comes every minute. */
const LONGEST_SILENCE = 90_000;
/** Only the date is made up: timers run as they do. */
const NOT_FAKED = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const),
  ...(['clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];

interface Face {
  face: string;
  make: () => HttpFace;
  undecided: Undecided;
  /** The program ends and starts again while it fetches the records. */
  restarts?: true;
}
const FACES: Face[] = [
  {
    face: 'P-Series, older firmware',
    make: () => new PSeriesPbx({ firmware: 'old', display: { date: 'DD/MM/YYYY', hours: 12 } }),
    undecided: {},
  },
  { face: 'P-Series, newer firmware', make: () => new PSeriesPbx({ firmware: 'new' }), undecided: {} },
  {
    face: 'P-Series, newer firmware, with a restart during the backfill',
    make: () => new PSeriesPbx({ firmware: 'new' }),
    undecided: {},
    restarts: true,
  },
  // A v2 record says that nobody answered, and not why.
  { face: 'v2', make: () => new V2Pbx(), undecided: { abandoned: ['unanswered', 'unknown'] } },
];

const now = () => Math.floor(Date.now() / 1000);

/** A program that is connected, out of reach of its PBX for 24 hours, and connected again. */
class Outage {
  readonly unseen: HappenedCall[] = [];
  readonly seen: HappenedCall[] = [];
  /** How many records were fetched before the restart. */
  storedBeforeRestart = 0;
  private app!: Awaited<ReturnType<typeof startApp>>;
  private readonly ended: Awaited<ReturnType<typeof startApp>>[] = [];

  constructor(
    private readonly pbx: HttpFace,
    private readonly restarts: boolean,
  ) {}

  async play(): Promise<void> {
    const yesterday = Date.now() - DAY * 1000;
    jest.useFakeTimers({ now: yesterday, advanceTimers: true, doNotFake: NOT_FAKED });
    await this.pbx.start();
    const port = await freePort();
    const pushUrl = `http://127.0.0.1:${port}/`;
    const settings = { ...this.pbx.settings, PORT: String(port), PBX_1_PUSH_URL: pushUrl };
    this.app = await startApp(settings);
    await this.connected();
    await this.callNow(11);
    await this.pbx.disappear();
    const from = now() + MINUTE;
    this.unseen.push(...generateCalls({ seed: 24, count: 600, from, until: from + DAY - 10 * MINUTE }));
    this.pbx.happenUnseen(this.unseen);
    jest.setSystemTime(yesterday + DAY * 1000);
    await this.pbx.start();
    if (this.restarts) await this.restart(settings);
    await this.connected();
    await this.callNow(12);
    await this.caughtUp();
  }

  /** As soon as the first records are stored. */
  private async restart(settings: Record<string, string>): Promise<void> {
    const fetched = async () => {
      const rows = await this.app.query(
        `SELECT count(*)::int AS n FROM recorded_events WHERE facts ? 'fetched'`,
      );
      return (rows[0] as { n: number }).n;
    };
    await until(async () => (await fetched()) > 0, LONGEST_SILENCE);
    await this.app.app.close();
    this.ended.push(this.app);
    this.app = await startApp({ ...settings, DATABASE_URL: this.app.databaseUrl });
    this.storedBeforeRestart = await fetched();
  }

  async list(query: string): Promise<Listed[]> {
    const all: Listed[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await this.app.get(`/transfers?${query}&limit=500${next && `&cursor=${next}`}`);
      all.push(...body.data);
      next = body.next;
    }
    return all;
  }

  async end(): Promise<void> {
    jest.useRealTimers();
    for (const app of [this.app, ...this.ended]) await app?.stop();
    await this.pbx.disappear();
  }

  private connected(): Promise<void> {
    return until(async () => {
      const [link] = (await this.app.get('/health/ready')).body.links;
      return link.state === 'up' && this.pbx.isConnected;
    }, LONGEST_SILENCE);
  }

  /** A transferred call that begins now and is pushed as it goes on. */
  private async callNow(seed: number): Promise<void> {
    const only = ['inbound: blind, answered'];
    const [call] = generateCalls({ seed, count: 1, from: now(), until: now() + 30 * MINUTE, only });
    this.seen.push(call!);
    await this.pbx.happenSeen(call!, async (at) => {
      jest.setSystemTime(at * 1000);
      await pause(20); // what is pushed on a socket takes a moment to arrive
    });
    await until(async () => (await this.list('reported=true')).length === this.seen.length);
  }

  /** The program knows of the gap, and no more transfers come. */
  private async caughtUp(): Promise<void> {
    await until(async () => (await this.app.get('/pbxs')).body.data[0].gaps[0]?.records > 0);
    for (let before = -1, count = 0; count !== before;) {
      before = count;
      await storiesComputed(this.app.query);
      await pause(2000);
      count = (await this.list('reported=any')).length;
    }
  }
}

describe.each(FACES)('24 hours out of reach of the PBX ($face)', ({ face, make, undecided, restarts }) => {
  const outage = new Outage(make(), restarts === true);
  let listed: Listed[] = [];
  let reported: Listed[] = [];

  beforeAll(async () => {
    await outage.play();
    listed = await outage.list('reported=any');
    reported = await outage.list('reported=true');
  }, 240_000);
  afterAll(() => outage.end());

  it('lists what was pushed before and after, each once', () => {
    expect(compare(outage.seen, reported)).toMatchObject({ share: 1, invented: [], inexact: [] });
  });

  it('lists at least 95 % of its transfers with transferor, transferee, target and outcome', () => {
    const result = compare([...outage.seen, ...outage.unseen], listed, undecided);
    process.stderr.write(
      `${face}: ${(result.share * 100).toFixed(1)} %, missed ${JSON.stringify(result.missed)}\n`,
    );
    expect(result.share >= 0.95 ? 'enough' : result).toBe('enough');
  });

  if (restarts)
    it('was interrupted by the restart when some records were stored and others not', () => {
      const records = outage.unseen.flatMap(({ legs }) => legs).length;
      expect(outage.storedBeforeRestart).toBeGreaterThan(0);
      expect(outage.storedBeforeRestart).toBeLessThan(records);
    });

  it('lists nothing that never happened, and nothing twice', () => {
    expect(compare([...outage.seen, ...outage.unseen], listed, undecided).invented).toEqual([]);
  });
});
