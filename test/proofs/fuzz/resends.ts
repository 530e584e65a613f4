import { Agent } from 'node:http';
import { Random } from '../../../src/simulator/random.js';
import { DIALECTS, writeEvent } from '../../../src/intake/dialects/dialects.js';
import type { Database } from '../../../src/database/database.js';
import { countAnswer, countResent, type FuzzReport, type FuzzTarget, newReport } from './fuzz.js';
import { deliver } from './post.js';

const SENDERS = 32;
const FIVE_MINUTES = 300_000;

/**
 * Sends each of `count` distinct transfers of every dialect 2 to 5 times, shuffled, from 32 connections. On the program's
 * clock (SIMULATION=on) all of it takes five minutes, however slow the machine: that is how long a re-send may take here.
 * Each must be answered `stored` once, and by the same id each time; the database must hold one row more for each.
 */
export async function resend(count: number, seed: number, target: FuzzTarget): Promise<FuzzReport> {
  const { port, database, progress } = target;
  const random = new Random(seed);
  const sn = `resend-${Date.now()}`;
  const deliveries = Array.from({ length: count }, (_, n) => n).flatMap((n) =>
    Array<number>(random.between(2, 5)).fill(n),
  );
  shuffle(deliveries, random);

  const [total, begun] = [deliveries.length, Date.now()];
  const before = await transfers(database);
  const report = newReport();
  const ids: string[] = [];
  const stored = new Uint8Array(count);
  /** Answered 503 once: a commit that came too late for its answer can have stored it, and no answer says so. */
  const maybeStored = new Uint8Array(count);
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });

  async function send(n: number) {
    const at = new Date(begun + (1 - deliveries.length / total) * FIVE_MINUTES);
    const headers = { 'X-Simulated-At': at.toISOString() };
    const resent = () => {
      maybeStored[n] = 1;
      countResent(report);
    };
    const { status, text } = await deliver(resent, port, agent, transferOf(n, sn), headers);
    const answer = status === 200 ? (JSON.parse(text) as { status: string; id: string }) : null;
    countAnswer(report, `${status} ${answer?.status ?? ''}`);
    progress(report.sent);
    if (answer?.status === 'stored') stored[n]! += 1;
    if (answer) ids[n] ??= answer.id;
    if (!answer || answer.id !== ids[n])
      report.wrong.push(`transfer ${n}, first kept as ${ids[n]}: ${status} ${text}`);
  }

  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (let n = deliveries.pop(); n !== undefined; n = deliveries.pop()) await send(n);
    }),
  );
  agent.destroy();
  stored.forEach((times, n) => {
    if (times !== 1 && !(times === 0 && maybeStored[n]))
      report.wrong.push(`transfer ${n} is stored ${times} times`);
  });
  const more = (await transfers(database)) - before;
  if (more !== count) report.wrong.push(`${count} transfers became ${more} rows`);
  return report;
}

/** The n-th distinct transfer, as its dialect writes it. */
function transferOf(n: number, sn: string): Buffer {
  const { name, hasChannels, writer } = DIALECTS[n % DIALECTS.length]!;
  const leg = (channel: string) =>
    hasChannels ? { channelid: `PJSIP/${channel}-${n.toString(16).padStart(8, '0')}` } : {};
  const callid = `1763800000.${n}`;
  return Buffer.from(
    writeEvent({
      what: 'transfer',
      name: writer.names.transfer,
      dialect: name,
      sn: writer.takesSerial(sn) ? sn : writer.serials[0],
      callid,
      members: [
        {
          kind: 'inbound',
          from: `9${n}`,
          to: '1020',
          trunkname: 'siptrunk',
          ...leg('trunk'),
        },
        { kind: 'ext', number: '1020', ...leg('1020') },
      ],
    })!,
  );
}

function shuffle(list: number[], random: Random) {
  for (let last = list.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
}

async function transfers(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM transfers',
  );
  return rows[0]!.count;
}
