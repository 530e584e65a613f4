// How long do questions take over ten million members, beside the same SQL run by psql? `npm run bench:history -- --help`.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { writeCursor } from '../../../src/history/cursor.js';
import { columnsFor } from '../../../src/history/transfer.reader.js';
import { pageQuery } from '../../../src/filter/sql/page.js';
import { EVERYTHING } from '../../../src/transfer/visibility.js';
import { readPage, type UrlQuery } from '../../support/read-page.js';
import { type StartedProgram, startProgram } from '../../support/program.js';
import { cpuSeconds, cpuSecondsOfAll, memoryMiB } from '../../support/process-usage.js';
import { filledCluster } from './fill.js';
import { askOver } from './load.js';

const options = new Command('npm run bench:history --')
  .option('--transfers <n>', 'how many; three members each', Number, 3_400_000)
  .option('--requests <n>', 'of each question at each depth', Number, 300)
  .option('--only <text>', 'of the questions those whose name has this in it', '')
  .option('--export <n>', 'how many rows the export has; 0: none', Number, 1_000_000)
  .option('--data <folder>', 'where the filled database stays for the next run; default: it goes')
  .parse()
  .opts<{ transfers: number; requests: number; only: string; export: number; data?: string }>();

/** Requests before the first that counts: a program in use has its code compiled, which takes V8 some thousands of them. */
const WARM_UP = 5_000;

const START = Date.parse('2025-11-22T00:00:00Z');
const YEAR = 365 * 86_400_000;
const day = (share: number) => new Date(START + share * YEAR).toISOString();

/** What is asked, and between which times its matches lie. */
const QUESTIONS: [string, UrlQuery][] = [
  ['ext (busiest) in a range', { ext: '10000', from: day(0.1), to: day(0.9) }],
  ['ext (middling) in a range', { ext: '10800', from: day(0.1), to: day(0.9) }],
  ['ext, role=target', { ext: '10003', role: 'target' }],
  ['three ext', { ext: ['10001', '10050', '14864'] }],
  ['everything', {}],
  ['sn', { sn: '369451090401' }],
  ['trunk', { trunk: 'trunk3' }],
  ['number', { number: '+34600000010' }],
  ['number=+34600000*', { number: '+34600000*' }],
  ['number=*12345', { number: '*12345' }],
  ['outcome=failed', { outcome: 'failed' }],
  ['outcome=abandoned (none)', { outcome: 'abandoned' }],
  ['kind, direction', { kind: 'attended', direction: 'outbound' }],
  ['reported=false', { reported: 'false' }],
  ['hops=2', { hops: '2' }],
  ['hops=9 (none)', { hops: '9' }],
  ['hours, weekdays', { hours: '22:00-23:00', weekdays: '7', tz: 'Europe/Madrid' }],
];

/** Quotes the values into the text, as psql 15 knows no parameters. */
const inlined = (text: string, values: unknown[]) =>
  text.replace(/\$(\d+)/g, (_, n) => literal(values[Number(n) - 1]));
function literal(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(',')}]`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** The SQL of a page, as the reader sends it. */
async function sqlOf(query: UrlQuery, after: { receivedAt: Date; id: string } | null): Promise<string> {
  const { filter, order, limit } = await readPage(query);
  const { text, values } = pageQuery(columnsFor(EVERYTHING), filter, { order, after, limit: limit + 1 });
  return inlined(text, values);
}

function percentile(times: number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1).padStart(8);
}

function psqlTimes(url: string, sql: string, times: number): number[] {
  const script = `\\timing on\n${`${sql.replaceAll('\n', ' ')};\n`.repeat(times)}`;
  const out = execFileSync('psql', [url, '-XqAt', '-v', 'ON_ERROR_STOP=1'], {
    input: script,
    maxBuffer: 1 << 30,
  });
  return [...out.toString().matchAll(/^Time: ([\d.]+) ms/gm)].map((match) => Number(match[1]));
}

process.once('SIGINT', () => process.exit(130));
const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
const cluster = await filledCluster(options.transfers, options.data);
try {
  const url = cluster.url('bench');
  const program = await startProgram(['dist/main.js'], {
    DATABASE_URL: url,
    TIME_ZONE: 'UTC',
    LOG_FORMAT: 'json',
  });
  try {
    console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`);
    await pages(url, program);
    if (options.export > 0) await exports(url, program.url, program.pid);
  } finally {
    await program.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
  await cluster.remove();
}

async function pages(database: string, { port, lines, pid }: StartedProgram) {
  const postgres = await cluster.pid();
  /** Of the program and its PostgreSQL: what others do on this machine does not count. */
  const cpu = () => cpuSeconds(pid) + cpuSecondsOfAll(postgres);
  /** How long each request took in the server, by its own log: on few cores the client's time would count too. */
  let times: number[] = [];
  lines.on('line', (line) => {
    const ms = /"route":"\/transfers","status":200,"ms":([\d.]+)/.exec(line)?.[1];
    if (ms) times.push(Number(ms));
  });
  const first = new URLSearchParams(QUESTIONS[0]![1] as Record<string, string>);
  const warmUp = askOver(port);
  for (let n = 0; n < WARM_UP; n++) await warmUp.ask(`/transfers?${first}`);
  warmUp.close();
  console.log(
    '\na page of 50, ms                         in the server p50     p99     CPU | psql p50     p99',
  );
  for (const [name, query] of QUESTIONS.filter(([about]) => about.includes(options.only))) {
    for (const depth of [0, 0.5, 0.98]) {
      const list = await readPage(query);
      const span = [list.filter.from?.getTime() ?? START, list.filter.to?.getTime() ?? START + YEAR] as const;
      const after = depth
        ? {
            receivedAt: new Date(Math.round(span[1] - depth * (span[1] - span[0]))),
            id: 'ffffffff-ffff-7fff-bfff-ffffffffffff',
          }
        : null;
      const params = new URLSearchParams(
        Object.entries(query).flatMap(([k, v]) => [v].flat().map((one) => [k, one])),
      );
      if (after) params.set('cursor', writeCursor(after, { ...list.filter, order: list.order }));
      const { ask, close } = askOver(port); // of its own: psql may take longer than a connection stays open unused
      times = [];
      const spent = cpu();
      let rows = 0;
      const slow = Date.now() + 20_000;
      for (let n = 0; n < options.requests && Date.now() < slow; n++) {
        const body = await ask(`/transfers?${params}`);
        if (n === 0) rows = JSON.parse(body.toString()).data.length;
      }
      close();
      const each = (((cpu() - spent) * 1000) / Math.max(1, times.length)).toFixed(1).padStart(8);
      const beside = psqlTimes(database, await sqlOf(query, after), Math.min(50, times.length));
      const label = `${name}, ${depth === 0 ? 'start' : depth === 0.5 ? 'middle' : 'end'} (${rows})`;
      console.log(
        `${label.padEnd(46)}${percentile(times, 0.5)}${percentile(times, 0.99)}${each} |${percentile(beside, 0.5)}${percentile(beside, 0.99)}`,
      );
    }
  }
}

async function exports(database: string, base: string, pid: number) {
  // The short one shows what any export takes; the first long one waits for the disk, while psql's does.
  for (const rows of [10_000, options.export, options.export]) {
    const to = day(rows / options.transfers);
    const copy = `\\copy (SELECT ${columnsFor(EVERYTHING).text.replace(/\s+/g, ' ')} FROM transfers t WHERE t.received_at < '${to}' AND t.reported ORDER BY t.received_at DESC, t.id DESC) TO '${join(folder, 'psql.csv')}' CSV HEADER\n`;
    let at = performance.now();
    const psql = spawn('psql', [database, '-Xq', '-c', copy.trim()], { stdio: 'inherit' });
    await once(psql, 'exit');
    const theirs = (performance.now() - at) / 1000;
    const before = memoryMiB(pid);
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, memoryMiB(pid))), 50);
    at = performance.now();
    const answer = await fetch(`${base}/transfers.csv?to=${to}`);
    await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(join(folder, 'ours.csv')));
    const ours = (performance.now() - at) / 1000;
    clearInterval(watch);
    const lines = execFileSync('wc', ['-l', join(folder, 'ours.csv')])
      .toString()
      .split(' ')[0];
    console.log(
      `\nexport of ${lines} lines, ${(statSync(join(folder, 'ours.csv')).size / 1e6).toFixed(0)} MB in ${ours.toFixed(1)} s; ` +
        `psql \\copy ${theirs.toFixed(1)} s: ${(ours / theirs).toFixed(2)} times; resident memory ${before.toFixed(0)} -> ${most.toFixed(0)} MB`,
    );
  }
}
