import type { TransferTruth, TrueTarget } from '../../../../src/simulator/truth/read-truth.js';
import { type Look } from './look-alike.js';

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

/** `unproven`: no other call looks like it, so nobody can say. */
export type Verdict = 'decided' | 'undecided' | 'unproven';

/** So many calls must look alike, and agree, before a field counts as decided. */
const ENOUGH = 3;

/** All calls that look alike: what is true of all of them is decided, what differs is not. */
interface Alike {
  /** The episodes that they are from: one played anew counts as the same. */
  seeds: Set<number>;
  calls: number;
  /** Of each field that has a name: the truths, and how often. */
  truths: Map<Field, Map<string, number>>;
  /** What the answer and the talk can be read from in all of them. */
  answer: Set<string> | null;
  end: Set<string> | null;
  talk: Set<string> | null;
  answered: number;
}

const NAMED = ['transferor', 'target', 'targetKind', 'answeredBy', 'kind', 'outcome'] as const;
const NOT_MENTIONED = 'not mentioned';

/** Finds out what events decide: the same events with another truth are the proof that they do not. */
export class Decided {
  private readonly groups = new Map<string, Alike>();

  add(looks: Look[], truth: TransferTruth, seed: number): void {
    for (const look of looks) this.addTo(look, truth, seed);
  }

  private addTo(look: Look, truth: TransferTruth, seed: number): void {
    const group = this.groups.get(look.key) ?? {
      seeds: new Set(),
      calls: 0,
      truths: new Map(),
      answer: null,
      end: null,
      talk: null,
      answered: 0,
    };
    this.groups.set(look.key, group);
    group.calls += 1;
    if (group.seeds.size < ENOUGH) group.seeds.add(seed);
    for (const field of NAMED) {
      const values = group.truths.get(field) ?? new Map<string, number>();
      group.truths.set(field, values);
      const value = nameOf(field, truth, look);
      values.set(value, (values.get(value) ?? 0) + 1);
    }
    const { answeredAt, talkSeconds } = truth;
    if (answeredAt === null || talkSeconds === null) return;
    group.answered += 1;
    group.answer = both(group.answer, look.momentsAt(answeredAt));
    group.end = both(group.end, look.momentsAt(answeredAt + talkSeconds * 1000));
    group.talk = both(group.talk, look.talksOf(talkSeconds));
  }

  /**
   * Undecided where calls that push the same events differ; decided where enough of them agree, or of those that agree in
   * less. A site that tells every state leaves so little open that what nothing contradicts counts as decided, too.
   * The looks are those of one transfer, the closest first.
   */
  of([closest, ...others]: Look[], field: Field, tellsStates: boolean): Verdict {
    const verdict = closest ? this.ofOne(closest, field) : 'unproven';
    if (verdict !== 'unproven') return verdict;
    return tellsStates || others.some((look) => this.ofOne(look, field) === 'decided')
      ? 'decided'
      : 'unproven';
  }

  private ofOne(look: Look, field: Field): Verdict {
    const group = this.groups.get(look.key);
    if (!group) return 'unproven';
    if (field === 'answeredAt' || field === 'talkSeconds') return ofTime(group, field);
    const values = group.truths.get(field) ?? new Map<string, number>();
    if (values.size > 1 || values.has(NOT_MENTIONED)) return 'undecided';
    return group.seeds.size >= ENOUGH ? 'decided' : 'unproven';
  }

  /** How often each truth was found among those that look alike. */
  among(look: Look, field: Field): string {
    const values = this.groups.get(look.key)?.truths.get(field) ?? new Map<string, number>();
    return [...values].map(([value, count]) => `${count} ${value}`).join(', ');
  }
}

function ofTime(
  { calls, seeds, answered, answer, end, talk }: Alike,
  field: 'answeredAt' | 'talkSeconds',
): Verdict {
  if (answered < calls) return 'undecided';
  const isKnown =
    field === 'answeredAt' ? answer!.size > 0 : talk!.size > 0 || (answer!.size > 0 && end!.size > 0);
  if (!isKnown) return 'undecided';
  return seeds.size >= ENOUGH ? 'decided' : 'unproven';
}

function nameOf(field: (typeof NAMED)[number], truth: TransferTruth, look: Look): string {
  switch (field) {
    case 'transferor':
      return look.nameOf(truth.transferor) ?? NOT_MENTIONED;
    case 'target': {
      const names = targetIn(truth, look)?.numbers.map((number) => look.nameOf(number)) ?? [];
      return names.find((name) => name !== null) ?? NOT_MENTIONED;
    }
    case 'targetKind':
      return targetIn(truth, look)?.kinds.join(' or ') ?? NOT_MENTIONED;
    case 'answeredBy':
      return truth.answeredBy === null ? 'nobody' : (look.nameOf(truth.answeredBy) ?? NOT_MENTIONED);
    case 'kind':
      return truth.kind;
    case 'outcome':
      return truth.outcomes.join(' or ');
  }
}

/** The target as far as these events mention it. */
export function targetIn({ targets }: TransferTruth, look: Look): TrueTarget | undefined {
  return targets.find(({ numbers }) => numbers.some((number) => look.nameOf(number) !== null));
}

function both(known: Set<string> | null, names: string[]): Set<string> {
  return new Set(known === null ? names : names.filter((name) => known.has(name)));
}
