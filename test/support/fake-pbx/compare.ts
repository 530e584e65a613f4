import type { HappenedCall, TrueTransfer } from './calls/call.js';

/** A transfer as `GET /transfers` lists it, as far as it is compared. */
export interface Listed {
  transferor: { ext: string | null };
  transferee: { number: string } | null;
  target: { number: string; answeredBy: string | null } | null;
  outcome: string;
  kind: string;
}

export interface Comparison {
  /** Of the transfers that were made, the share that is listed with the right parties and outcome. */
  share: number;
  /** Those that are not, by the kind of call. */
  missed: Record<string, number>;
  /** What is listed and never happened, or is listed twice. */
  invented: string[];
  /** What was made and is listed with another outcome, or with parties left unknown; no more than 5 of them. */
  inexact: string[];
}

/** What a face's records do not decide: there any of these outcomes is right. */
export type Undecided = Partial<Record<TrueTransfer['outcome'], string[]>>;

const partiesOf = ({ transferor, transferee, target, answeredBy }: TrueTransfer) =>
  `${transferor.number} sent ${transferee.number} to ${target.number}, taken by ${answeredBy?.number ?? 'nobody'}`;

const listedParties = ({ transferor, transferee, target }: Listed) =>
  `${transferor.ext} sent ${transferee?.number} to ${target?.number}, taken by ${target?.answeredBy ?? 'nobody'}`;

export function compare(calls: HappenedCall[], listed: Listed[], undecided: Undecided = {}): Comparison {
  const truths = calls.flatMap(({ name, transfers }) => transfers.map((truth) => ({ name, truth })));
  const left = new Set(listed);
  const isRight = (truth: TrueTransfer, one: Listed) =>
    listedParties(one) === partiesOf(truth) &&
    [truth.outcome, ...(undecided[truth.outcome] ?? [])].includes(one.outcome);
  const notFound = truths.filter(({ truth }) => {
    const found = [...left].find((one) => isRight(truth, one));
    if (found) left.delete(found);
    return !found;
  });
  for (const { from, to } of calls.flatMap(({ forwards }) => forwards)) {
    const forward = [...left].find(
      ({ kind, transferor, target }) =>
        kind === 'forward' && target?.number === to.number && [from.number, null].includes(transferor.ext),
    );
    if (forward) left.delete(forward);
  }
  const partly = [...left].filter((one) => takeOut(notFound, one));
  return {
    share: 1 - notFound.length / truths.length,
    missed: counted(notFound.map(({ name }) => name)),
    invented: [...left]
      .filter((one) => !partly.includes(one))
      .map((one) => `${listedParties(one)}: ${one.outcome}`),
    inexact: partly.slice(0, 5).map((one) => `${listedParties(one)}: ${one.outcome}`),
  };
}

/** Whether it is a transfer that was made, with another outcome or with parties left unknown: each is taken once. */
function takeOut(notFound: { truth: TrueTransfer; listed?: Listed }[], one: Listed): boolean {
  const made = notFound.find(
    ({ truth, listed }) =>
      !listed &&
      truth.transferee.number === one.transferee?.number &&
      [truth.transferor.number, null].includes(one.transferor.ext) &&
      [truth.target.number, undefined].includes(one.target?.number),
  );
  if (made) made.listed = one;
  return made !== undefined;
}

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
