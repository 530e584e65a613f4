import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { Random } from '../../../src/simulator/random.js';
import { countLiterally } from '../../support/stories/literal-rule.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database.js';
import { killPrograms, type StartedProgram, startProgram } from '../../support/program.js';
import { progress } from '../../support/progress.js';
import { type Push, type RandomCall, randomCalls } from '../../support/stories/random-call.js';

const CALLS = Number(process.env['RESEND_CALLS'] ?? 30);
const LANES = 12;
const RESTARTS = Number(process.env['RESEND_RESTARTS'] ?? 2);

/** Those of which not every transfer is there once. */
const wrongCalls = (calls: RandomCall[], counts: Map<string, number>) =>
  calls.flatMap(({ transfers, pushes }, n) => {
    const found = counts.get(`1795510800.${n}`) ?? 0;
    return found === transfers ? [] : [{ found, were: transfers, pushes }];
  });

/** What is pushed, in several rows: in each the calls' events in the order of time, those of a call in one row. */
const lanesOf = (calls: RandomCall[]) =>
  Array.from({ length: LANES }, (_, lane) =>
    calls
      .filter((_call, n) => n % LANES === lane)
      .flatMap(({ pushes }) => pushes)
      .sort((a, b) => a.at - b.at),
  ).filter((pushes) => pushes.length > 0);

/** A program that ends now and then, and a PBX that sends again what was not answered. */
class Restarted {
  readonly ends = { stopped: 0, killed: 0 };
  private program!: StartedProgram;
  private restarting = Promise.resolve();

  constructor(
    private readonly databaseUrl: string,
    private readonly random: Random,
  ) {}

  async start() {
    this.program = await startProgram(['dist/main.js'], {
      DATABASE_URL: this.databaseUrl,
      SIMULATION: 'on',
    });
  }

  /** Sends until it is answered 200. */
  async push({ at, body }: Push): Promise<void> {
    const headers = { 'X-Simulated-At': new Date(at).toISOString() };
    for (;;) {
      const answer = await fetch(this.program.url, { method: 'POST', body, headers }).catch(() => null);
      if (answer?.status === 200) return;
      if (answer && answer.status !== 503)
        throw new Error(`${answer.status} ${await answer.text()} to ${body}`);
      await pause(20);
    }
  }

  /** While pushes are under way the program is stopped, or, every other time, killed; another takes its place. */
  restart(): Promise<void> {
    this.restarting = this.restarting.then(() => this.endAndStart());
    return this.restarting;
  }

  private async endAndStart() {
    await pause(this.random.between(0, 8));
    if (this.ends.stopped > this.ends.killed) {
      this.ends.killed += 1;
      process.kill(this.program.pid, 'SIGKILL');
      await this.program.exit;
    } else {
      this.ends.stopped += 1;
      await this.program.stop();
    }
    await this.start();
  }
}

describe('any calls, whose transfers come again in seconds to half an hour', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(killPrograms);
  afterAll(() => database?.drop());

  it('every transfer is kept once, however it comes again, and none is lost, while the program is stopped and killed', async () => {
    const seed = Date.now() % 1_000_000;
    const random = new Random(seed);
    const { calls, pushes } = randomCalls(CALLS, random);
    const restarts = new Set<number>();
    for (let n = random.between(RESTARTS, RESTARTS * 2); restarts.size < n;)
      restarts.add(random.between(0, pushes.length - 1));
    const program = new Restarted(database.url, random);
    await program.start();
    const report = progress('re-sends', pushes.length);
    let sent = 0;
    async function pushOneAfterTheOther(lane: Push[]) {
      for (const push of lane) {
        const ended = restarts.has(sent++) ? program.restart() : null;
        await Promise.all([ended, program.push(push)]);
        report(sent);
      }
    }
    await Promise.all(lanesOf(calls).map(pushOneAfterTheOther));
    expect(program.ends.killed + program.ends.stopped).toBe(restarts.size);
    expect(program.ends.killed).toBeGreaterThan(0);
    const counts = await storedByCall(database.url);
    expect(wrongCalls(calls, counts).map((call) => ({ seed, ...call }))).toEqual([]);
  });

  it('are calls that a rule of equal bytes within ten minutes counts wrong: too often, and too seldom', () => {
    const { calls, pushes } = randomCalls(500, new Random(1));
    const wrong = wrongCalls(calls, countLiterally(pushes));
    expect(wrong.filter(({ found, were }) => found > were).length).toBeGreaterThan(50);
    expect(wrong.filter(({ found, were }) => found < were).length).toBeGreaterThan(10);
  });
});

async function storedByCall(connectionString: string): Promise<Map<string, number>> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ callid: string; n: number }>(
    'SELECT callid, count(*)::int AS n FROM transfers GROUP BY callid',
  );
  await client.end();
  return new Map(rows.map(({ callid, n }) => [callid, n]));
}
