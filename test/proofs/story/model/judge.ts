import type { Facts } from './facts.js';
import type { Story } from '../../../../src/transfer/transfer.js';
import { type Field, FIELDS, type Verdict } from './looks/decided.js';
import { WITHIN_MS } from './looks/look.js';

export interface Judgement {
  field: Field;
  claimed: string | null;
  isRight: boolean;
  verdict: Verdict;
  truth: string;
}

/** Holds each field of a story against the truth. */
export function judge(
  truth: Facts,
  story: Story,
  delayMs: number,
  verdictOf: (field: Field) => Verdict,
): Judgement[] {
  if (truth.isOpen) return [];
  return FIELDS.map((field) => {
    const verdict = verdictOf(field);
    const said = claimOf(field, story);
    const right = said !== null && isRight(field, truth, story, delayMs);
    // An inference is shown as one: where the events do not decide, it is no claim.
    const isInference = field === 'transferor' && INFERRED.has(story.transferor.basis);
    const claimed = isInference && verdict !== 'decided' ? null : said;
    return {
      field,
      claimed,
      isRight: claimed !== null && right,
      verdict,
      truth: truthOf(field, truth),
    };
  });
}

const INFERRED = new Set(['called-extension', 'member-order', 'call-record']);

function claimOf(
  field: Field,
  { transferor, target, kind, outcome, answeredAt, talkSeconds }: Story,
): string | null {
  switch (field) {
    case 'transferor':
      return transferor.ext;
    case 'target':
      return target && target.number;
    case 'targetKind':
      return target === null || target.kind === 'unknown' ? null : target.kind;
    case 'answeredBy':
      return target && target.answeredBy;
    case 'kind':
      return kind === 'unknown' ? null : kind;
    case 'outcome':
      return outcome === 'unknown' ? null : outcome;
    case 'answeredAt':
      return answeredAt && answeredAt.toISOString();
    case 'talkSeconds':
      return talkSeconds === null ? null : String(talkSeconds);
  }
}

function isRight(field: Field, truth: Facts, story: Story, delayMs: number): boolean {
  const { target, answeredAt, talkSeconds } = story;
  switch (field) {
    case 'transferor':
      return story.transferor.ext === truth.transferor;
    case 'target':
      return target !== null && trueTargetOf(truth, target.number) !== undefined;
    case 'targetKind':
      return (
        target !== null &&
        (trueTargetOf(truth, target.number) ?? truth.target)?.kinds.includes(target.kind) === true
      );
    case 'answeredBy':
      return target !== null && target.answeredBy === truth.answeredBy;
    case 'kind':
      return story.kind === truth.kind;
    case 'outcome':
      return truth.outcomes.includes(story.outcome);
    case 'answeredAt':
      return (
        answeredAt !== null &&
        truth.answeredAt !== null &&
        Math.abs(+answeredAt - truth.answeredAt) <= WITHIN_MS + delayMs
      );
    case 'talkSeconds':
      return (
        talkSeconds !== null &&
        truth.talkSeconds !== null &&
        Math.abs(talkSeconds - truth.talkSeconds) * 1000 <= WITHIN_MS + delayMs
      );
  }
}

const trueTargetOf = ({ dialled, target }: Facts, number: string) =>
  [dialled, target].find((each) => each?.numbers.includes(number));

function truthOf(field: Field, truth: Facts): string {
  switch (field) {
    case 'transferor':
      return truth.transferor;
    case 'target':
      return truth.target?.numbers.join(' or ') ?? 'not mentioned';
    case 'targetKind':
      return truth.target?.kinds.join(' or ') ?? 'not mentioned';
    case 'answeredBy':
      return truth.answeredBy ?? 'nobody';
    case 'kind':
      return truth.kind;
    case 'outcome':
      return truth.outcomes.join(' or ');
    case 'answeredAt':
      return truth.answeredAt === null ? 'never' : new Date(truth.answeredAt).toISOString();
    case 'talkSeconds':
      return truth.talkSeconds === null ? 'none' : String(truth.talkSeconds);
  }
}
