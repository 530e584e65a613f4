import type { Facts } from './facts.js';
import { type Field, FIELDS } from './looks/decided.js';
import type { Judgement } from './judge.js';
import type { Known } from './stories.js';
import type { Run } from './runs.js';

interface Count {
  claimed: number;
  right: number;
  decided: number;
  found: number;
  undecided: number;
  unproven: number;
}

/** A claim that is wrong, or that the events do not decide, or an answer that is missing though they do. */
export interface Fault {
  kind: 'false' | 'undecided' | 'missed';
  field: Field;
  run: Run;
  facts: Facts;
  known: Known;
  judgement: Judgement;
}

/** Precision: of what is claimed, how much is right. Recall: of what the events decide, how much is rightly claimed. */
export class Score {
  private readonly counts = new Map<string, Count>();
  readonly faults = new Map<string, Fault[]>();
  transfers = 0;
  private readonly impossible = new Map<string, number>();

  add(run: Run, facts: Facts, known: Known, judgements: Judgement[]): void {
    if (judgements.length > 0) this.transfers += 1;
    for (const judgement of judgements) {
      for (const name of rowsOf(run)) count(this.of(name, judgement.field), judgement);
      const { field, claimed, isRight, verdict } = judgement;
      const kind =
        claimed !== null && !isRight
          ? 'false'
          : claimed !== null && verdict === 'undecided'
            ? 'undecided'
            : claimed === null && verdict === 'decided'
              ? 'missed'
              : null;
      if (kind !== null && !(kind === 'missed' && judgement.truth === 'nobody'))
        this.note({ kind, field, run, facts, known, judgement });
    }
  }

  addImpossible(run: Run): void {
    for (const name of rowsOf(run)) this.impossible.set(name, (this.impossible.get(name) ?? 0) + 1);
  }

  private note(fault: Fault): void {
    const { kind, field, run, judgement, facts, known } = fault;
    const named = field === 'kind' || field === 'outcome' || field === 'targetKind';
    const what = named
      ? `${judgement.claimed ?? 'nothing'} for ${judgement.truth}`
      : `${known.story.kind} ${known.story.outcome}, true ${facts.kind} ${facts.outcomes.join(' or ')}`;
    const line = `${kind} ${field}: ${what} (${run.site})`;
    const list = this.faults.get(line) ?? [];
    list.push(fault);
    this.faults.set(line, list);
  }

  of(name: string, field: Field): Count {
    const key = `${name}|${field}`;
    const known = this.counts.get(key) ?? {
      claimed: 0,
      right: 0,
      decided: 0,
      found: 0,
      undecided: 0,
      unproven: 0,
    };
    this.counts.set(key, known);
    return known;
  }

  precision(name: string, field: Field): number {
    const { claimed, right } = this.of(name, field);
    return claimed === 0 ? 1 : right / claimed;
  }

  recall(name: string, field: Field): number {
    const { decided, found } = this.of(name, field);
    return decided === 0 ? 1 : found / decided;
  }

  table(names: readonly string[]): string {
    const head = `${'precision / recall in %'.padEnd(26)}${FIELDS.map((field) => field.padStart(15)).join('')}  impossible`;
    const rows = names.map(
      (name) =>
        name.padEnd(26) +
        FIELDS.map((field) =>
          `${percent(this.precision(name, field))}/${percent(this.recall(name, field))}`.padStart(15),
        ).join('') +
        String(this.impossible.get(name) ?? 0).padStart(12),
    );
    const sums = (['claimed', 'decided', 'undecided', 'unproven'] as const).map(
      (each) =>
        `ALL: ${each === 'undecided' ? 'claimed though undecided' : each}`.padEnd(26) +
        FIELDS.map((field) => String(this.of('ALL', field)[each]).padStart(15)).join(''),
    );
    return [head, ...rows, ...sums].join('\n');
  }
}

/** The rows of the table in which a run counts. */
const rowsOf = ({ dialect, site }: Run): string[] => ['ALL', dialect, site, `${site}, ${dialect}`];

function count(into: Count, { claimed, isRight, verdict, truth }: Judgement): void {
  if (claimed !== null) into.claimed += 1;
  if (isRight) into.right += 1;
  if (verdict === 'unproven') into.unproven += 1;
  // Nobody answered: there is nothing to name.
  if (verdict === 'decided' && truth !== 'nobody' && truth !== 'unknown or group') into.decided += 1;
  if (verdict === 'decided' && isRight && truth !== 'unknown or group') into.found += 1;
  if (verdict === 'undecided' && claimed !== null) into.undecided += 1;
}

function percent(share: number): string {
  return (share * 100).toFixed(1).padStart(5);
}
