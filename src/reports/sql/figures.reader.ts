import { Injectable } from '@nestjs/common';
import type { Connections } from '../../database/connections.js';
import { Prisma } from '../../database/generated/client.js';
import { cancellableRows } from '../../database/cancellable-rows.js';
import { ReplicaReads } from '../../database/replica-reads.js';
import { visibleRows } from '../../filter/sql/visible.js';
import type { Visibility } from '../../transfer/visibility.js';
import { type Bounded, isTime, type RowKey } from '../dimensions/dimension.js';
import { type By, dimensionOf } from '../dimensions/dimensions.js';
import { COUNT_NAMES, type Figures, NOTHING } from '../figures.js';
import { isRolled, rolledFigures } from '../rollup/rollup.reader.js';
import { horizonOf } from '../rollup/rollup.store.js';
import { COUNTED, factsOf, jsonOf, PART, groupingOf } from './facts.js';

/** Figures of each group that has any, and of all together. */
export interface Counted {
  totals: Figures;
  groups: { key: RowKey; figures: Figures }[];
}

/** One statement either way, so that groups and totals are of the same moment. */
@Injectable()
export class FiguresReader {
  constructor(private readonly replicaReads: ReplicaReads) {}

  /** From what is rolled up where that can answer, else from the rows: the figures are the same. */
  async count(by: By, filter: Bounded, gone?: AbortSignal): Promise<Counted> {
    if (!isRolled(by, filter)) return this.countRows(by, filter, gone);
    return this.counted(by, async (prisma) => rolledFigures(by, filter, await horizonOf(prisma)), gone);
  }

  async countRows(by: By, filter: Bounded, gone?: AbortSignal): Promise<Counted> {
    return this.counted(by, () => rowFigures(by, filter), gone);
  }

  /** When the first transfer that may be seen was received. Served by the index (received_at, id). */
  async first(visibility: Visibility): Promise<Date | null> {
    const conditions = Prisma.join([Prisma.sql`true`, ...visibleRows(visibility)], ' AND ');
    const [first] = await this.replicaReads.ask(
      ({ prisma }) => prisma.$queryRaw<{ receivedAt: Date }[]>`
        SELECT t.received_at AS "receivedAt" FROM transfers t WHERE ${conditions}
        ORDER BY t.received_at, t.id LIMIT 1`,
    );
    return first?.receivedAt ?? null;
  }

  /** `queryOf` gets the server that is asked: what it reads first must be of the same one. */
  private async counted(
    by: By,
    queryOf: (prisma: Connections['prisma']) => Prisma.Sql | Promise<Prisma.Sql>,
    gone?: AbortSignal,
  ): Promise<Counted> {
    const dimension = dimensionOf(by);
    const names = isTime(dimension) ? [PART] : Object.keys(dimension.keys);
    const rows = await this.replicaReads.ask(async ({ prisma }) =>
      cancellableRows<Figures & { key: string | null }>(prisma, await queryOf(prisma), gone),
    );
    const totals = rows.find(({ key }) => key === null);
    return {
      totals: totals ? figuresOf(totals) : NOTHING,
      groups: rows.flatMap(({ key, ...figures }) =>
        key === null ? [] : [{ key: keyOf(names, key), figures: figuresOf(figures) }],
      ),
    };
  }
}

/** Served by the indexes of the filter: for a period alone (received_at, id). Of all together where the key is null. */
function rowFigures(by: By, filter: Bounded): Prisma.Sql {
  return Prisma.sql`
    SELECT f.key, ${COUNTED}, count(DISTINCT (f.sn, f.callid))::int AS calls,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY f.wait) AS "medianSecondsToAnswer"
    FROM (SELECT ${jsonOf(groupingOf(by, filter))} AS key, f.* FROM (${factsOf(filter)}) f) f
    GROUP BY GROUPING SETS ((f.key), ())`;
}

function keyOf(names: string[], key: string): RowKey {
  const values = JSON.parse(key) as RowKey[string][];
  return Object.fromEntries(names.map((name, n) => [name, values[n]!]));
}

/** In the order of the API, and nothing else. */
function figuresOf(row: Figures): Figures {
  const counts = Object.fromEntries(COUNT_NAMES.map((name) => [name, row[name]]));
  return { ...NOTHING, ...counts, medianSecondsToAnswer: row.medianSecondsToAnswer };
}
