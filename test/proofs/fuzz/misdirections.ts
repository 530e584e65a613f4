import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../../src/simulator/random.js';
import type { Database } from '../../../src/database/database.js';
import { countAnswer, countResent, type FuzzReport, type FuzzTarget, newReport } from './fuzz.js';
import { deliver } from './post.js';

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'POST', 'POST', 'SEARCH', 'PROPFIND'];
/** Those of events in every spelling, those that a PBX's manual names, those of our own pages and questions, and others. */
const PATHS = [
  ...['/', '/events', '/events/', '/Events', '/%65vents', '//events', '/events/some-secret', '/events/a/b'],
  ...['/report', '/api/v2.0.0/report', '/openapi/v1.0/report', '/webhook.php', '/index.html'],
  ...[
    '/docs',
    '/openapi.json',
    '/health/live',
    '/health/ready',
    '/metrics',
    '/transfers',
    '/transfers/stream',
  ],
  ...['/calls/1.1', '/session', '/quarantine', '/quarantine/replay', '/extensions', '/assets/x.js'],
  ...['/../events', '/events;x=1', '/events%00', '/%ff', '/%', '/events/%E0%A4%A', `/${'long/'.repeat(200)}`],
];
/** A refused sender's pushes are kept up to a rate of 50 a second. */
const EVERY_MS = 25;

/** A push by a method, to a path, in the body or in the query. */
function pushOf(n: number, random: Random) {
  const [method, path] = [random.pick(METHODS), random.pick(PATHS)];
  const inQuery = random.chance(0.3);
  const headers = random.pick<Record<string, string>>([
    { 'User-Agent': 'WebAPI', 'Content-Type': 'application/json' },
    { 'User-Agent': 'OpenAPI', 'X-Signature': 'c2ln', 'Content-Type': 'text/plain; charset=gbk' },
    { 'Content-Type': 'application/x-www-form-urlencoded' },
  ]);
  const msg = `{"call_id":"1651057476.${n}","members":[{"extension":{"number":"1020"}}]}`;
  const event = JSON.stringify({ type: 30013, sn: 'fuzz', msg });
  const query = `type=30013&sn=fuzz&msg=${encodeURIComponent(msg)}`;
  if (inQuery) return { method, path: `${path}?${query}`, headers, body: Buffer.alloc(0), kept: query };
  return { method, path, headers, body: Buffer.from(event), kept: event };
}

/**
 * Pushes by every method to paths of every spelling: each answer is a transfer stored, or a refusal whose bytes lie in
 * quarantine. None that carries a push looks delivered and is not.
 */
export async function misdirect(
  count: number,
  seed: number,
  { port, database, progress }: FuzzTarget,
): Promise<FuzzReport> {
  const random = new Random(seed);
  const agent = new Agent({ keepAlive: true });
  const report = newReport();
  for (let n = 0; n < count; n += 1) {
    const push = pushOf(n, random);
    const resent = () => countResent(report);
    const { status, text } = await deliver(resent, port, agent, push.body, push.headers, push);
    const trace = await traceOf(push.kept, database);
    const kind = `${status} ${trace}`;
    countAnswer(report, kind);
    progress(report.sent);
    const isRight = status === 200 ? trace === 'stored' : status >= 400 && status < 500 && trace === 'kept';
    if (!isRight)
      report.wrong.push(`${push.method} ${push.path.slice(0, 60)}: ${kind}, ${text.slice(0, 200)}`);
    await pause(EVERY_MS);
  }
  agent.destroy();
  return report;
}

async function traceOf(bytes: string, { pool }: Database): Promise<'stored' | 'kept' | 'no trace'> {
  const raw = Buffer.from(bytes);
  const stored = await pool.query(`SELECT FROM transfers WHERE sn = 'fuzz' AND raw = $1`, [raw]);
  if (stored.rowCount! > 0) return 'stored';
  const digest = createHash('sha256').update(raw).digest();
  const kept = await pool.query('SELECT FROM quarantined_bodies WHERE digest = $1 AND body = $2', [
    digest,
    raw,
  ]);
  return kept.rowCount! > 0 ? 'kept' : 'no trace';
}
