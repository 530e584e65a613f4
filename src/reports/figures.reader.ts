import { Injectable } from '@nestjs/common';
import { Database } from '../store/database.js';
import { Prisma } from '../store/generated/client.js';
import { StaleReads } from '../store/stale-reads.js';
import { factsOf } from './facts.reader.js';
import { COUNTS, type Figures, NOTHING } from './figures.js';
import { groupingOf } from './groupings.reader.js';
import type { Bounded, By } from './report.query.js';

/** What a row stands for: its keys by their names in the contract, and `bucket` for the n-th of a period. */
export type Key = Record<string, string | number | null>;

/** Figures of each group that has any, and of all together. */
export interface Counted {
  totals: Figures;
  groups: { key: Key; figures: Figures }[];
}

@Injectable()
export class FiguresReader {
  constructor(
    private readonly database: Database,
    private readonly staleReads: StaleReads,
  ) {}

  /** One statement, so that groups and totals are of the same moment. */
  async count(by: By, filter: Bounded): Promise<Counted> {
    const grouping = groupingOf(by, filter);
    const names = Object.keys(grouping);
    const aliases = names.map((_, n) => Prisma.raw(`k${n}`));
    const keys = names.map((_, n) => Prisma.sql`${grouping[names[n]!]!} AS ${aliases[n]!}`);
    const rows = await this.staleReads.query<Figures & { all: boolean; key: Key[string][] }>(Prisma.sql`
      SELECT grouping(${aliases[0]!}) = 1 AS all, jsonb_build_array(${Prisma.join(aliases)}) AS key, ${FIGURES}
      FROM (SELECT ${Prisma.join(keys)}, f.* FROM (${factsOf(filter)}) f) f
      GROUP BY GROUPING SETS ((${Prisma.join(aliases)}), ())`);
    const groups = rows
      .filter(({ all }) => !all)
      .map(({ key, ...row }) => ({
        key: Object.fromEntries(names.map((name, n) => [name, key[n]!])),
        figures: figuresOf(row),
      }));
    const totals = rows.find(({ all }) => all);
    return { totals: totals ? figuresOf(totals) : NOTHING, groups };
  }

  /** When the first transfer of all was received. Served by the index (received_at, id). */
  async first(): Promise<Date | null> {
    const [row] = await this.database.prisma.$queryRaw<{ at: Date }[]>`
      SELECT received_at AS at FROM transfers ORDER BY received_at, id LIMIT 1`;
    return row?.at ?? null;
  }
}

const OUTCOMES = ['answered', 'unanswered', 'returned', 'failed', 'abandoned', 'unknown'];
const FIGURES = Prisma.sql`
  count(*)::int AS transfers, count(DISTINCT (f.sn, f.callid))::int AS calls,
  ${Prisma.join(OUTCOMES.map((outcome) => Prisma.sql`count(*) FILTER (WHERE f.outcome = ${outcome})::int AS ${Prisma.raw(outcome)}`))},
  count(*) FILTER (WHERE f.basis IN ('only-extension', 'story'))::int AS certain,
  count(*) FILTER (WHERE f.basis NOT IN ('only-extension', 'story', 'unknown'))::int AS inferred,
  count(*) FILTER (WHERE f.basis = 'unknown')::int AS unattributed,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY f.wait) AS "medianSecondsToAnswer"`;

/** In the order of the contract, and nothing else. */
function figuresOf(row: Figures): Figures {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, row[name]]));
  return { ...NOTHING, ...counts, medianSecondsToAnswer: row.medianSecondsToAnswer };
}
