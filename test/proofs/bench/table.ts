import { type Figures, median, type Mode } from './rounds.js';

const NAMES: Record<string, string> = {
  A: 'A  raw node:http echo',
  B: 'B  pgbench, one event a transaction',
  C: 'C  NestJS, ValidationPipe, Prisma create',
  D: 'D  handoff',
  d: 'd  handoff, plain Nest controller',
};

/** D and d over each baseline, where both were measured. */
export function ratios({ samples }: Figures) {
  const rate = (letter: string, mode: Mode) => median(samples, letter, mode).perSecond;
  const rows = [];
  for (const mode of ['keep-alive', 'connection per event'] as const)
    for (const letter of ['D', 'd'])
      for (const baseline of ['A', 'B', 'C']) {
        const ratio = rate(letter, mode) / rate(baseline, baseline === 'B' ? 'keep-alive' : mode);
        if (!Number.isNaN(ratio)) rows.push({ mode, of: letter, to: baseline, ratio });
      }
  return rows;
}

/** For people. */
export function table(figures: Figures): string {
  const { samples, steady, long, notes } = figures;
  const lines: string[] = [];
  for (const mode of ['keep-alive', 'connection per event'] as const) {
    lines.push('', line(mode, 'events/s', 'p50 ms', 'p99 ms', 'CPU µs', 'PG µs', 'MiB', 'D/…', 'd/…'));
    for (const letter of ['A', 'B', 'C', 'D', 'd']) {
      const f = median(samples, letter, mode);
      if (Number.isNaN(f.perSecond)) continue;
      const over = (of: string) =>
        ratios(figures).find((r) => r.mode === mode && r.of === of && r.to === letter)?.ratio ?? NaN;
      const numbers = [f.perSecond, f.p50, f.p99, f.cpu, f.postgresCpu, f.memoryMiB].map((n) => digits(n, 0));
      lines.push(line(NAMES[letter]!, ...numbers, digits(over('D'), 2), digits(over('d'), 2)));
    }
  }
  if (steady)
    lines.push(
      '',
      `D at half of its peak, ${digits(steady.perSecond, 0)} events/s: p50 ${digits(steady.p50, 1)} ms, p99 ${digits(steady.p99, 1)} ms`,
    );
  long.forEach(({ perSecond, memoryMiB }, n) => {
    lines.push(
      `D, long run, events to ${(n + 1) * 100}k: ${digits(perSecond, 0)} events/s, ${digits(memoryMiB, 0)} MiB`,
    );
  });
  return [...lines, '', ...notes].join('\n').trim();
}

const line = (first: string, ...others: string[]) =>
  first.padEnd(42) + others.map((text) => text.padStart(9)).join('');

const digits = (n: number, places: number) => (Number.isNaN(n) ? '-' : n.toFixed(places));
