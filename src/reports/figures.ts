import { Prisma } from '../database/generated/client.js';
import type { Outcome } from '../transfer/transfer.js';

/** A count of a report: its heading, and which of the facts `f` it counts. */
export interface Count {
  title: string;
  /** Said in the document where the title is not enough. */
  description?: string;
  /** Left out where it is not a number of transfers, and so does not add up. */
  counts?: Prisma.Sql;
}

const byOutcome = {
  answered: ended('Answered', 'answered'),
  unanswered: ended('Unanswered', 'unanswered'),
  returned: ended('Returned', 'returned'),
  failed: ended('Failed', 'failed'),
  abandoned: ended('Abandoned', 'abandoned'),
  unknown: ended('Unknown', 'unknown'),
} satisfies Record<Outcome, Count>;

/** Every count once, in the order in which people read them. The table report_rollups has a column for each that adds up. */
export const COUNTS = {
  transfers: { title: 'Transfers', counts: Prisma.sql`true` },
  calls: { title: 'Calls', description: 'Distinct calls: one that was transferred twice counts once.' },
  ...byOutcome,
  // On what the transferor rests: these three add up to `transfers`.
  certain: {
    title: 'Certain',
    description: 'It is certain who transferred.',
    counts: Prisma.sql`f.basis IN ('only-extension', 'story')`,
  },
  inferred: {
    title: 'Inferred',
    description: 'Who transferred is inferred.',
    counts: Prisma.sql`f.basis NOT IN ('only-extension', 'story', 'unknown')`,
  },
  unattributed: {
    title: 'Unattributed',
    description: 'Who transferred is not known.',
    counts: Prisma.sql`f.basis = 'unknown'`,
  },
} satisfies Record<string, Count>;

type CountName = keyof typeof COUNTS;

/** What a report says of any set of transfers. */
export type Figures = Record<CountName, number> & {
  medianSecondsToAnswer: number | null;
};

export const COUNT_NAMES = Object.keys(COUNTS) as CountName[];
export const OUTCOME_NAMES = Object.keys(byOutcome) as Outcome[];
/**
 * The counts that add up: those of a period are the sums of its days'. Each is a column of report_rollups.
 */
export const SUMMABLE = COUNT_NAMES.filter((name) => 'counts' in COUNTS[name]);
export const FIGURE_NAMES: (keyof Figures)[] = [...COUNT_NAMES, 'medianSecondsToAnswer'];

export const titleOf = (figure: keyof Figures): string =>
  figure === 'medianSecondsToAnswer' ? 'Median wait (s)' : COUNTS[figure].title;

export const NOTHING: Figures = {
  ...(Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Record<CountName, number>),
  medianSecondsToAnswer: null,
};

/** The change of each figure; null for the median where one of the two has none. */
export function changeFrom(before: Figures, now: Figures): Figures {
  const [a, b] = [before.medianSecondsToAnswer, now.medianSecondsToAnswer];
  const counts = Object.fromEntries(COUNT_NAMES.map((name) => [name, now[name] - before[name]]));
  return { ...NOTHING, ...counts, medianSecondsToAnswer: a === null || b === null ? null : b - a };
}

function ended(title: string, outcome: Outcome): Count & { counts: Prisma.Sql } {
  return { title, counts: Prisma.sql`f.outcome = ${Prisma.raw(`'${outcome}'`)}` };
}
