import type { TransferTruth, TrueTarget } from '../../../../../src/simulator/truth/read-truth.js';
import type { Look } from './look.js';
import type { Run } from '../runs.js';

export const FIELDS = [
  'transferor',
  'target',
  'targetKind',
  'answeredBy',
  'kind',
  'outcome',
  'answeredAt',
  'talkSeconds',
] as const;
export type Field = (typeof FIELDS)[number];

/** `unproven`: too few other calls look like it, so nobody can say. */
export type Verdict = 'decided' | 'undecided' | 'unproven';

/**
 * So many calls of different seeds must look alike and agree before a field counts as decided: what is true of one in seven
 * would have shown with 95 %.
 */
const ENOUGH = 20;

const NAMED = ['transferor', 'target', 'targetKind', 'answeredBy', 'kind', 'outcome'] as const;
type Named = (typeof NAMED)[number];
const NOT_MENTIONED = 'not mentioned';

/** All calls that look alike: what is true of all of them is decided, what differs is not. */
interface Alike {
  /** Some of the episodes that they are from: one played anew counts as the same. */
  seeds: number[];
  /** What is true of all of them, and a call in which something else is true. */
  names: Record<Named, string[]>;
  others: Partial<Record<Named, { name: string; run: Run }>>;
  calls: number;
  answered: number;
  /** What the answer, the end and the talk can be read from in all of them. */
  answer: string[] | null;
  end: string[] | null;
  talk: string[] | null;
}

/** Finds out what events decide: the same events with another truth are the proof that they do not. */
export class Decided {
  private readonly groups = new Map<string, Alike>();

  add(looks: Look[], truth: TransferTruth, target: TrueTarget | undefined, run: Run): void {
    for (const look of looks) this.addTo(look, truth, target, run);
  }

  private addTo(look: Look, truth: TransferTruth, target: TrueTarget | undefined, run: Run): void {
    const names = namesOf(truth, target, look);
    const group = this.groups.get(look.key) ?? newGroup(names);
    this.groups.set(look.key, group);
    group.calls += 1;
    if (group.seeds.length < ENOUGH && !group.seeds.includes(run.seed)) group.seeds.push(run.seed);
    for (const field of NAMED) {
      const common = both(group.names[field], names[field]);
      if (common.length > 0) group.names[field] = common;
      else group.others[field] ??= { name: names[field].join(' or '), run };
    }
    const { answeredAt, talkSeconds } = truth;
    if (answeredAt === null || talkSeconds === null) return;
    group.answered += 1;
    group.answer = both(group.answer, look.momentsAt(answeredAt));
    group.end = both(group.end, look.momentsAt(answeredAt + talkSeconds * 1000));
    group.talk = both(group.talk, look.talksOf(talkSeconds));
  }

  /**
   * Undecided where calls that push the same events differ; decided where enough of those that look alike agree, however
   * much of the events that look leaves out: agreement on less is agreement on all. The keys are those of one transfer's
   * looks, the closest first.
   */
  of(keys: string[], field: Field): Verdict {
    if (this.ofOne(keys[0] ?? '', field) === 'undecided') return 'undecided';
    return keys.some((key) => this.ofOne(key, field) === 'decided') ? 'decided' : 'unproven';
  }

  /** A call that pushes the same events, and of which something else is true. */
  counterexample(key: string, field: Field): string {
    const other =
      field === 'answeredAt' || field === 'talkSeconds' ? undefined : this.groups.get(key)?.others[field];
    return other ? `; the same events, but ${other.name}: seed ${other.run.seed} or one choice from it` : '';
  }

  private ofOne(key: string, field: Field): Verdict {
    const group = this.groups.get(key);
    if (!group) return 'unproven';
    if (isOpen(group, field)) return 'undecided';
    return group.seeds.length >= ENOUGH ? 'decided' : 'unproven';
  }
}

function newGroup(names: Record<Named, string[]>): Alike {
  return { seeds: [], names, others: {}, calls: 0, answered: 0, answer: null, end: null, talk: null };
}

/** A moment counts as known where it can be read from the same place in all that look alike. */
function isOpen({ calls, answered, answer, end, talk, names, others }: Alike, field: Field): boolean {
  const isSome = (moments: string[] | null) => moments !== null && moments.length > 0;
  if (field === 'answeredAt') return answered < calls || !isSome(answer);
  if (field === 'talkSeconds') return answered < calls || !(isSome(talk) || (isSome(answer) && isSome(end)));
  return others[field] !== undefined || names[field].includes(NOT_MENTIONED);
}

/** Each true value of each field; more than one where the API leaves open which is right. */
function namesOf(truth: TransferTruth, target: TrueTarget | undefined, look: Look): Record<Named, string[]> {
  const nameOf = (number: string) => look.nameOf(number) ?? NOT_MENTIONED;
  const numbers = target?.numbers.map((number) => look.nameOf(number)).filter((name) => name !== null) ?? [];
  return {
    transferor: [nameOf(truth.transferor)],
    target: [numbers[0] ?? NOT_MENTIONED],
    targetKind: target?.kinds ?? [NOT_MENTIONED],
    answeredBy: [truth.answeredBy === null ? 'nobody' : nameOf(truth.answeredBy)],
    kind: [truth.kind],
    outcome: truth.outcomes,
  };
}

function both(known: string[] | null, names: string[]): string[] {
  return known === null ? names : names.filter((name) => known.includes(name));
}
