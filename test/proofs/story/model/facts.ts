import type { TransferTruth, TrueTarget } from '../../../../src/simulator/truth/read-truth.js';
import type { Look } from './looks/look.js';

/** What is true of a transfer, without the episode that it is from: many are kept at once. */
export interface Facts extends Omit<TransferTruth, 'act' | 'taker' | 'targets' | 'transferee'> {
  callid: string;
  /** The target as far as the events mention it. */
  target: TrueTarget | undefined;
  /** As dialled, which is right also where no event says that it was called. */
  dialled: TrueTarget;
  /** The keys of its looks, the closest first. */
  keys: string[];
}

export function factsOf(truth: TransferTruth, looks: Look[], target: TrueTarget | undefined): Facts {
  const { act, taker: _taker, targets: _targets, transferee: _transferee, ...facts } = truth;
  return {
    ...facts,
    callid: act.call.id,
    target,
    dialled: truth.targets[0]!,
    keys: looks.map(({ key }) => key),
  };
}
