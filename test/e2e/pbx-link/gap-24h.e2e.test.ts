import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../../support/app.js';
import type { HappenedCall } from '../../support/fake-pbx/calls/call.js';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { compare, type Listed, type Undecided } from '../../support/fake-pbx/compare.js';
import type { HttpFace } from '../../support/fake-pbx/http-face.js';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { V2Pbx } from '../../support/fake-pbx/v2/v2-pbx.js';
import { told } from '../../support/stories.js';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Only the time of day is made up: timers run as they do. */
const NOT_FAKED = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const),
  ...(['clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];

const FACES: { face: string; make: () => HttpFace; undecided: Undecided }[] = [
  {
    face: 'P-Series, older firmware',
    make: () => new PSeriesPbx({ firmware: 'old', display: { date: 'DD/MM/YYYY', hours: 12 } }),
    undecided: {},
  },
  { face: 'P-Series, newer firmware', make: () => new PSeriesPbx({ firmware: 'new' }), undecided: {} },
  // A v2 record says that nobody answered, and not why.
  { face: 'v2', make: () => new V2Pbx(), undecided: { abandoned: ['unanswered', 'unknown'] } },
];

describe.each(FACES)('24 hours in which nobody hears the PBX ($face)', ({ make, undecided }) => {
  const pbx = make();
  let app: Awaited<ReturnType<typeof startApp>>;
  const unseen: HappenedCall[] = [];
  const seen: HappenedCall[] = [];
  let listed: (Listed & { reported: boolean })[] = [];

  async function until(what: string, is: () => boolean | Promise<boolean>) {
    for (let n = 0; !(await is()); n++) {
      if (n > 1500) throw new Error(`never: ${what}`);
      await pause(20);
    }
  }
  const connected = () =>
    until(
      'connected',
      async () => pbx.isConnected && (await app.get('/health/ready')).body.links[0].state === 'up',
    );
  const now = () => Math.floor(Date.now() / 1000);

  /** A call with a transfer that ends now, and is heard. */
  async function hear(seed: number) {
    const until_ = now();
    const options = {
      seed,
      count: 1,
      from: until_ - 30 * MINUTE,
      until: until_,
      only: ['inbound: blind, answered'],
    };
    const [call] = generateCalls(options);
    seen.push(call!);
    await pbx.happenSeen(call!);
    await until('heard', async () => (await list('reported=true')).length === seen.length);
  }

  async function list(query: string): Promise<typeof listed> {
    const all: typeof listed = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await app.get(`/transfers?${query}&limit=500${next && `&cursor=${next}`}`);
      all.push(...body.data);
      next = body.next;
    }
    return all;
  }

  /** The gap is known to the program and its records are read. */
  async function caughtUp() {
    await until('a gap', async () => (await app.get('/pbxs')).body.data[0].gaps.length > 0);
    let before = -1;
    await until('no more transfers', async () => {
      await told(app.query, 30_000);
      const { length } = await list('reported=any');
      const isSteady = length === before;
      before = length;
      if (!isSteady) await pause(1500);
      return isSteady;
    });
  }

  beforeAll(async () => {
    const today = Date.now();
    const yesterday = today - DAY * 1000;
    jest.useFakeTimers({ now: yesterday, advanceTimers: true, doNotFake: NOT_FAKED });
    await pbx.start();
    app = await startApp(pbx.settings);
    await connected();
    await hear(11);
    await pbx.disappear();
    const from = now() + MINUTE;
    unseen.push(...generateCalls({ seed: 24, count: 600, from, until: from + DAY - 10 * MINUTE }));
    pbx.happenUnseen(unseen);
    jest.setSystemTime(yesterday + DAY * 1000);
    await pbx.start();
    await connected();
    await hear(12);
    await caughtUp();
    listed = await list('reported=any');
  }, 240_000);

  afterAll(async () => {
    jest.useRealTimers();
    await app?.stop();
    await pbx.disappear();
  });

  it('what was heard before and after is listed once', () => {
    const heard = listed.filter(({ reported }) => reported);
    expect(compare(seen, heard)).toMatchObject({ share: 1, invented: [] });
    expect(compare([...seen, ...unseen], listed).invented).toEqual([]);
  });

  it('at least 95 % of its transfers are found, each with transferor, transferee, target and outcome', () => {
    const result = compare([...seen, ...unseen], listed, undecided);
    expect({ ...result, isEnough: result.share >= 0.95 }).toMatchObject({ isEnough: true });
  });

  it('none is invented', () => {
    expect(compare([...seen, ...unseen], listed, undecided).invented).toEqual([]);
  });
});
