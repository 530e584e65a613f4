// Two replicas behind haproxy on one PostgreSQL, restarted in turn under load: `npm run replicas -- --help`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { Client } from 'pg';
import { Program } from '../faults/program.js';
import { createCluster } from '../support/cluster.js';
import { freePort } from '../support/port.js';

const { restarts, senders, rate } = new Command('npm run replicas --')
  .option('--restarts <n>', 'of one replica, in turn', Number, 50)
  .option('--senders <n>', 'PBXs that send at the same time', Number, 16)
  .option('--rate <n>', 'events a second, all together; each goes to both replicas', Number, 100)
  .parse()
  .opts<Record<'restarts' | 'senders' | 'rate', number>>();

if (spawnSync('haproxy', ['-v']).error) {
  console.log('Skipped: haproxy is not installed here (Debian: apt-get install haproxy).');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'handoff-replicas-'));
const cluster = await createCluster();
const databaseUrl = await cluster.createDatabase('replicas');
const door = await freePort();
const ports = [door + 1, door + 2];
process.env['DRAIN_SECONDS'] = '2';
const replicas = ports.map((port) => new Program({ port, databaseUrl, log: join(folder, `${port}.log`) }));
await Promise.all(replicas.map((replica) => replica.start()));

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
    const members = ['2000', '1020'].map((number) => ({
      ext: { number, channelid: `PJSIP/${number}-${callid}` },
    }));
    const body = JSON.stringify({ event: 'Tranfer', callid, members, sn: '369451090405' });
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

const client = new Client({ connectionString: databaseUrl });
await client.connect();
const { rows } = await client.query<Record<string, number>>(
  `SELECT count(*)::int AS rows, count(DISTINCT callid)::int AS calls, sum(deliveries)::int AS deliveries FROM transfers`,
);
await client.end();
haproxy.kill();
await Promise.all(replicas.map((replica) => replica.end('SIGTERM')));
await cluster.remove();

const { rows: kept, calls, deliveries } = rows[0]!;
const right = failed === 0 && twoIds === 0 && kept === sent && calls === sent && deliveries === 2 * sent;
console.log(
  JSON.stringify({
    restarts,
    seconds: Math.round((Date.now() - began) / 1000),
    sent,
    kept,
    deliveries,
    failed,
    twoIds,
    slowestMs: Math.round(slowest.ms),
    right,
  }),
);
if (right) rmSync(folder, { recursive: true });
else console.error(`The replicas' logs are in ${folder}`);
process.exit(right ? 0 : 1);
