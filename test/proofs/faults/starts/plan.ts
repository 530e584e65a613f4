import { Random } from '../../../../src/simulator/random.js';

/** `cut` is a power cut: the program and its PostgreSQL are killed together. */
export type Blow = 'TERM' | 'KILL' | 'cut';
export type Kind = 'embedded' | 'external';

/** When the program is stopped. */
export type Moment =
  /** At any time of a start, in shares of how long a whole one takes. */
  | { at: 'any'; share: number }
  /** While a migration's transaction is open, or when it has ended and the ledger does not say so yet. */
  | { at: 'in' | 'after'; migration: number; goesOn: boolean }
  /** So long after the folder of the embedded PostgreSQL has come so far. */
  | { at: 'initdb' | 'cluster' | 'server'; ms: number }
  /** So long after it listens, while events come in and stories are computed. */
  | { at: 'listening'; ms: number };

/** One start that is stopped, of a database that so many migrations have made; of none: a first start. */
export interface Round {
  n: number;
  migrations: number;
  kind: Kind;
  blow: Blow;
  moment: Moment;
}

/** The same seed plans the same rounds. Every released set of migrations and both kinds come in turn. */
export function planRounds(seed: number, count: number, released: number): Round[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, n) => {
    const kind: Kind = n % 2 === 0 ? 'embedded' : 'external';
    // Every third is a first start; the others upgrade from 1, 2, 3 … migrations.
    const migrations = n % 3 === 0 ? 0 : 1 + (Math.floor(n / 3) % (released - 1));
    const moment = momentOf(random, kind, migrations, released);
    const blow = random.weighted<Blow>(['TERM', 'KILL', 'cut'], (one) =>
      one === 'cut' ? (kind === 'embedded' ? 1 : 0) : 2,
    );
    return { n: n + 1, migrations, kind, blow, moment };
  });
}

function momentOf(random: Random, kind: Kind, migrations: number, released: number): Moment {
  const isNew = kind === 'embedded' && migrations === 0;
  const at = random.weighted<Moment['at']>(
    ['any', 'in', 'after', 'listening', 'initdb', 'cluster', 'server'],
    (one) => {
      if (one === 'any') return 6;
      if (one === 'listening') return 3;
      // A gate needs a database to stand in before the start; the stages of the folder need a new folder.
      return isNew === ['initdb', 'cluster', 'server'].includes(one) ? 4 : 0;
    },
  );
  switch (at) {
    case 'any':
      return { at, share: random.between(0, 1_100) / 1_000 };
    case 'in':
    case 'after':
      return { at, migration: random.between(migrations + 1, released), goesOn: random.chance(0.5) };
    case 'listening':
      return { at, ms: random.between(0, 1_000) };
    default:
      return { at, ms: random.between(0, at === 'server' ? 1_500 : 400) };
  }
}
