// Two replicas behind haproxy on one PostgreSQL, restarted one after the other under load; and a primary lost under load, its synchronous
// standby promoted: `npm run replicas -- --help`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { Client } from 'pg';
import { SMTPServer } from 'smtp-server';
import { Program } from '../faults/program.js';
import { createCluster } from '../../support/postgres/cluster.js';
import { until } from '../../support/until.js';
import { freePort } from '../../support/postgres/port.js';
import { promoteUnderLoad } from './promotions.js';
import { transferEvent } from '../../support/pushes.js';

const { restarts, promotions, senders, rate } = new Command('npm run replicas --')
  .option('--restarts <n>', 'of one replica after the other', Number, 50)
  .option('--promotions <n>', 'of the standby, its primary killed', Number, 5)
  .option('--senders <n>', 'PBXs that send at the same time', Number, 16)
  .option('--rate <n>', 'events a second, all together; each goes to both replicas', Number, 100)
  .parse()
  .opts<Record<'restarts' | 'promotions' | 'senders' | 'rate', number>>();

const say = (line: string) => console.error(line);
if (promotions > 0) {
  const outcome = await promoteUnderLoad({ promotions, senders, perSecond: rate, say });
  console.log(JSON.stringify(outcome));
  if (Object.keys(outcome.wrong).length > 0) process.exitCode = 1;
  const control = await promoteUnderLoad({ promotions: 1, senders, perSecond: rate, lagging: true, say });
  const lost = control.wrong['answered 200 and lost']?.count ?? 0;
  console.log(`With a standby that nobody waits for: ${lost} answered events found lost.`);
  if (lost === 0) process.exitCode = 1; // the check is blind
}

if (restarts === 0) process.exit();
if (spawnSync('haproxy', ['-v']).error) {
  console.log('Skipped: haproxy is not installed here (Debian: apt-get install haproxy).');
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'handoff-replicas-'));
const cluster = await createCluster();
const databaseUrl = await cluster.createDatabase('replicas');
const door = await freePort();
const ports = [door + 1, door + 2];
let mails = 0;
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _, done) {
    stream.on('end', () => {
      mails += 1;
      done();
    });
    stream.resume();
  },
});
mailServer.listen(0, '127.0.0.1');
await once(mailServer.server, 'listening');
Object.assign(process.env, {
  DRAIN_SECONDS: '2',
  REPORT_MAIL_TO: 'boss@example.org',
  REPORT_MAIL_AT: '0 0 1 1 *',
  SMTP_URL: `smtp://127.0.0.1:${(mailServer.server.address() as AddressInfo).port}`,
});
const replicas = ports.map((port) => new Program({ port, databaseUrl, log: join(folder, `${port}.log`) }));
await Promise.all(replicas.map((replica) => replica.start()));

const client = new Client({ connectionString: databaseUrl });
await client.connect();
// This year's mail is due, as if nobody had run on New Year's Day; both are there to send it.
const makeDue = `UPDATE report_mails SET due = due - interval '1 year'`;
await until(async () => (await client.query(makeDue)).rowCount !== 0);

const config = join(folder, 'haproxy.cfg');
writeFileSync(
  config,
  `defaults
  mode http
  timeout connect 2s
  timeout client 15s
  timeout server 15s
  timeout check 3s
  timeout queue 10s
  option redispatch
  retries 3
  # Only what certainly did not reach a replica is sent to the other one.
  retry-on conn-failure empty-response
frontend events
  bind 127.0.0.1:${door}
  default_backend handoff
backend handoff
  balance roundrobin
  option httpchk GET /health/ready
  default-server check inter 300ms fall 1 rise 1
${ports.map((port, n) => `  server replica${n} 127.0.0.1:${port}`).join('\n')}
`,
);
const haproxy = spawn('haproxy', ['-f', config], { stdio: ['ignore', 'ignore', 'ignore'] });
await pause(1_000);

/** As the PBX does: one connection per event. */
function push(port: number, body: string): Promise<{ status: number; id?: string }> {
  return new Promise((resolve) => {
    const req = request(
      { port, host: '127.0.0.1', path: '/', method: 'POST', agent: false, timeout: 15_000 },
      (res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString()));
        res.on('end', () => {
          const { id } = (text.startsWith('{') ? JSON.parse(text) : {}) as { id?: string };
          resolve({ status: res.statusCode ?? 0, ...(id && { id }) });
        });
      },
    );
    req.on('error', () => resolve({ status: 0 }));
    req.on('timeout', () => req.destroy());
    req.end(body);
  });
}

const load = { going: true };
let sent = 0;
let failed = 0;
let twoIds = 0;
const slowest = { ms: 0 };

async function send() {
  while (load.going) {
    const callid = `1571981311.${(sent += 1)}`;
    const body = JSON.stringify(transferEvent(callid));
    const start = performance.now();
    // Round robin: the two go to the two replicas, at the same moment.
    const answers = await Promise.all([push(door, body), push(door, body)]);
    slowest.ms = Math.max(slowest.ms, performance.now() - start);
    failed += answers.filter(({ status }) => status !== 200).length;
    if (answers.every(({ status }) => status === 200) && answers[0].id !== answers[1].id) twoIds += 1;
    await pause(Math.max(0, (1000 * senders) / rate - (performance.now() - start)));
  }
}

const began = Date.now();
const sending = Array.from({ length: senders }, send);
for (let n = 0; n < restarts; n++) {
  const replica = replicas[n % replicas.length]!;
  await replica.end('SIGTERM');
  await replica.start();
  await pause(500); // the balancer sees it
  if ((n + 1) % 10 === 0) console.error(`${n + 1} restarts, ${sent} events, ${failed} failed`);
}
load.going = false;
await Promise.all(sending);

const { rows } = await client.query<Record<string, number>>(
  `SELECT count(*)::int AS rows, count(DISTINCT callid)::int AS calls, sum(deliveries)::int AS deliveries FROM transfers`,
);
await until(() => mails > 0).catch(() => {}); // each looks every 20 s; the verdict says so where none came
await client.end();
haproxy.kill();
await Promise.all(replicas.map((replica) => replica.end('SIGTERM')));
await cluster.remove();
mailServer.close();

const { rows: kept, calls, deliveries } = rows[0]!;
const right =
  failed === 0 && twoIds === 0 && kept === sent && calls === sent && deliveries === 2 * sent && mails === 1;
console.log(
  JSON.stringify({
    restarts,
    seconds: Math.round((Date.now() - began) / 1000),
    sent,
    kept,
    deliveries,
    mails,
    failed,
    twoIds,
    slowestMs: Math.round(slowest.ms),
    right,
  }),
);
if (right) rmSync(folder, { recursive: true });
else console.error(`The replicas' logs are in ${folder}`);
if (!right) process.exitCode = 1;
process.exit();
