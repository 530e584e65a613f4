import type { Recorded } from '../ending/ending.js';
import { partyNumber } from '../../../transfer/member.js';
import type { Target } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { type Destination } from '../destination/destination-model.js';
import { byeAt, talked } from '../evidence/leg.js';
import { taker, takerParty } from '../evidence/records.js';
import type { Dialled } from './dialled.js';

/** As dialled; who took the call where it was forwarded, or picked up, is `answeredBy`. */
export function targetOf(
  dialled: Claim<Dialled | null>,
  destination: Destination,
  recorded: Recorded,
  answered: boolean,
): Claim<Target | null> {
  const { value, rests } = dialled;
  if (value === null) return answered ? takerAlone(destination, recorded) : { value, rests };
  return {
    value: { ...value, answeredBy: answered ? answeredBy(value, destination, recorded) : null },
    rests,
  };
}

/** Of a group that nothing names, who took the call is all that is known. */
function takerAlone({ attempts, answer, rests }: Destination, { doubted }: Recorded): Claim<Target | null> {
  const exts = attempts[0]?.legs.filter(({ kind }) => kind === 'ext').map(({ number }) => number);
  if (attempts[0]?.legs.some(({ path }) => path !== null)) return claim(null);
  if (doubted.length > 0 || answer?.kind !== 'ext' || new Set(exts).size < 2) return claim(null);
  return claim({ kind: 'unknown', number: answer.number, answeredBy: answer.number }, ...rests);
}

/** The extension that took the call; an outside party is none, unless it is the mobile twin of the one dialled. */
function answeredBy(
  { kind, number }: Dialled,
  { answer, member, linked, attempts, isInterrupted }: Destination,
  { dialled: record, taken }: Recorded,
): string | null {
  if (kind === 'outside') return null;
  const recorded = taken ?? (record?.status === 'answered' ? record : null);
  const by = recorded === null || takerParty(recorded).startsWith('outside') ? null : taker(recorded);
  if (answer !== null) {
    if (answer.kind === 'ext') return answer.number;
    return kind === 'ext' ? number : (recorded?.answeredBy ?? null);
  }
  // The call can have gone on without an event: who transferred it next need not be who took it.
  if (member !== null && linked) return member.kind === 'ext' && partyNumber(member) === by ? by : null;
  if (recorded?.answeredBy != null) return recorded.answeredBy;
  if (isInterrupted || attempts.length === 0) return null;
  // Whose phone stopped ringing did not take the call, whatever the record names.
  const stopped = attempts.some(({ legs }) =>
    legs.some((leg) => leg.number === by && !talked(leg) && byeAt(leg) !== null),
  );
  return kind === 'ext' && !stopped ? by : null;
}
