import type { Truth } from '../../../src/simulator/call/truth.js';
import type { Outcome, Story } from '../../../src/transfer/transfer.js';

export const FIELDS = ['transferor', 'target', 'kind', 'outcome'] as const;
export type Field = (typeof FIELDS)[number];

interface Count {
  claimed: number;
  right: number;
  decided: number;
  /** Decided and rightly claimed. */
  found: number;
  /** Claimed, though the events do not decide it. */
  undecided: number;
}

const NONE: Count = { claimed: 0, right: 0, decided: 0, found: 0, undecided: 0 };

/** Precision: of what is claimed, how much is right. Recall: of what the events decide, how much is rightly claimed. */
export class Tally {
  private readonly counts = new Map<string, Count>();
  readonly confusions = new Map<string, number>();
  readonly outcomes = new Map<Outcome, Count>();

  private readonly answeredOff: number[] = [];
  private readonly talkOff: number[] = [];
  private talks = 0;

  add(truth: Truth, story: Story): void {
    this.addTimes(truth, story);
    for (const field of FIELDS) {
      const said = claim(field, story);
      const right = said !== null && isRight(field, truth, story);
      for (const name of [truth.scenario, 'ALL']) {
        const count = this.of(name, field);
        if (said !== null) count.claimed++;
        if (said !== null && right) count.right++;
        if (truth.decided[field]) count.decided++;
        if (truth.decided[field] && right) count.found++;
        if (said !== null && !truth.decided[field]) count.undecided++;
      }
      if (right || (said === null && !truth.decided[field])) continue;
      const line = `${truth.scenario} (${truth.dialect}) ${field}: ${said ?? 'nothing'} for ${expected(field, truth)}`;
      this.confuse(line);
    }
    this.addOutcome(truth, story);
  }

  confuse(line: string): void {
    this.confusions.set(line, (this.confusions.get(line) ?? 0) + 1);
  }

  /** Of each outcome: how often it was claimed, and how often it was the truth. */
  private addOutcome(truth: Truth, { outcome }: Story): void {
    const right = outcome === truth.outcome;
    if (outcome !== 'unknown') {
      const said = this.outcome(outcome);
      said.claimed++;
      if (right) said.right++;
      if (!truth.decided.outcome) said.undecided++;
    }
    if (!truth.decided.outcome) return;
    const fact = this.outcome(truth.outcome);
    fact.decided++;
    if (right) fact.found++;
  }

  private outcome(name: Outcome): Count {
    const count = this.outcomes.get(name) ?? { ...NONE };
    this.outcomes.set(name, count);
    return count;
  }

  /** Times are arrivals, so they are as good as the network. */
  private addTimes(truth: Truth, { answeredAt, talkSeconds }: Story): void {
    if (answeredAt !== null && truth.answeredAt !== null)
      this.answeredOff.push(Math.abs(+answeredAt - +truth.answeredAt) / 1000);
    if (talkSeconds !== null && truth.talkSeconds !== null)
      this.talkOff.push(Math.abs(talkSeconds - truth.talkSeconds));
    if (truth.talkSeconds !== null) this.talks++;
  }

  /** How far the times are off, in seconds: the median, the 95th percentile, and how many are known at all. */
  get times(): string {
    const [a, t] = [this.answeredOff, this.talkOff];
    return `answeredAt off by ${quantile(a, 0.5)} s, 95 % within ${quantile(a, 0.95)} s; talkSeconds off by ${quantile(t, 0.5)} s, 95 % within ${quantile(t, 0.95)} s, known for ${t.length} of ${this.talks}`;
  }

  get scenarios(): string[] {
    return [...new Set([...this.counts.keys()].map((key) => key.split('|')[0]!))].sort();
  }

  of(scenario: string, field: Field): Count {
    const key = `${scenario}|${field}`;
    const count = this.counts.get(key) ?? { ...NONE };
    this.counts.set(key, count);
    return count;
  }

  precision(scenario: string, field: Field): number {
    const { claimed, right } = this.of(scenario, field);
    return claimed === 0 ? 1 : right / claimed;
  }

  recall(scenario: string, field: Field): number {
    const { decided, found } = this.of(scenario, field);
    return decided === 0 ? 1 : found / decided;
  }
}

function claim(field: Field, { transferor, target, kind, outcome }: Story): string | null {
  if (field === 'transferor') return transferor.ext && 'an extension';
  if (field === 'target') return target && target.kind + (target.answeredBy === null ? '' : ' answered by');
  const said = field === 'kind' ? kind : outcome;
  return said === 'unknown' ? null : said;
}

/** A target of unknown kind claims its number alone. */
function isRight(field: Field, truth: Truth, { transferor, target, kind, outcome }: Story): boolean {
  if (field === 'transferor') return transferor.ext === truth.transferor;
  if (field === 'kind') return kind === truth.kind;
  if (field === 'outcome') return outcome === truth.outcome;
  if (target === null || target.number !== truth.target.number) return false;
  if (target.answeredBy !== null && target.answeredBy !== truth.target.answeredBy) return false;
  return target.kind === 'unknown' || target.kind === truth.target.kind;
}

function expected(field: Field, truth: Truth): string {
  const said = field === 'target' ? truth.target.kind : field === 'transferor' ? 'another' : truth[field];
  return truth.decided[field] ? said : `${said}, undecided`;
}

function quantile(list: number[], share: number): string {
  const sorted = list.sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
}
