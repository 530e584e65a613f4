import type { Dialect } from '../../transfer/event.js';
import type { Outcome, Target, TransferKind, Transferee } from '../../transfer/transfer.js';
import type { TransferTruth } from '../truth/read-truth.js';

/** Whether the events that were sent decide a field at all: where not, the right answer is `unknown`. */
export interface Decided {
  transferor: boolean;
  transferee: boolean;
  target: boolean;
  kind: boolean;
  outcome: boolean;
  answeredAt: boolean;
  talkSeconds: boolean;
}

/** What really happened to one transfer of a call script, as the bridges show it. */
export interface Truth {
  callid: string;
  sn: string;
  dialect: Dialect;
  scenario: string;
  /** Place among the transfers of its call, from 1. */
  hop: number;
  /** When the PBX reported it, by a true clock. */
  at: Date;
  /** When its first delivery is sent off (`X-Simulated-At`); tells which stored transfer it is. */
  sentAt: Date;
  transferor: string;
  transferee: Transferee;
  target: Target;
  kind: TransferKind;
  outcome: Outcome;
  answeredAt: Date | null;
  talkSeconds: number | null;
  decided: Decided;
}

/** A truth of the model, with what the call script knows that the events leave open. */
export function truthFrom(
  truth: TransferTruth,
  of: Pick<Truth, 'scenario' | 'dialect' | 'sn'>,
  undecided: ReadonlySet<keyof Decided>,
): Truth {
  const { act, hop, transferor, transferee, kind, answeredBy, answeredAt, talkSeconds } = truth;
  const { numbers, kinds } = truth.targets[0]!;
  return {
    callid: act.call.id,
    ...of,
    hop,
    at: new Date(act.at),
    sentAt: new Date(act.at),
    transferor,
    transferee,
    target: { kind: kinds[0]!, number: numbers[0]!, answeredBy },
    kind,
    outcome: truth.outcomes[0]!,
    answeredAt: answeredAt === null ? null : new Date(answeredAt),
    talkSeconds,
    decided: {
      transferor: !undecided.has('transferor'),
      transferee: true,
      target: !undecided.has('target'),
      kind: !undecided.has('kind'),
      outcome: !undecided.has('outcome'),
      answeredAt: answeredAt !== null,
      talkSeconds: talkSeconds !== null,
    },
  };
}
