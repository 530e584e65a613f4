import type { Recorded } from '../ending/ending.js';
import { partyNumber } from '../../../transfer/member.js';
import type { Target } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { type Destination } from '../destination/destination-model.js';
import { byeAt, talked } from '../evidence/leg.js';
import { taker, takerParty } from '../evidence/records.js';
import type { Dialled } from './dialled.js';

/** The number as dialled. `answeredBy` is the extension that took the call, also where it was forwarded or picked up. */
export function targetOf(
  dialled: Claim<Dialled | null>,
  destination: Destination,
  recorded: Recorded,
  answered: boolean,
): Claim<Target | null> {
  const { value, evidence } = dialled;
  if (value === null) return answered ? takerAlone(destination, recorded) : { value, evidence };
  return {
    value: { ...value, answeredBy: answered ? answeredBy(value, destination, recorded) : null },
    evidence,
  };
}

/** Where no event names the group that was dialled, only the extension that took the call is known. */
function takerAlone(
  { attempts, answer, evidence }: Destination,
  { doubted }: Recorded,
): Claim<Target | null> {
  const exts = attempts[0]?.legs.filter(({ kind }) => kind === 'ext').map(({ number }) => number);
  if (attempts[0]?.legs.some(({ path }) => path !== null)) return claim(null);
  if (doubted.length > 0 || answer?.kind !== 'ext' || new Set(exts).size < 2) return claim(null);
  return claim({ kind: 'unknown', number: answer.number, answeredBy: answer.number }, ...evidence);
}

/**
 * The extension that took the call. An outside party is no extension, unless it is the mobile twin of the one dialled.
 */
function answeredBy(
  { kind, number }: Dialled,
  { answer, member, takenByNext, attempts, isInterrupted }: Destination,
  { dialled: record, taken }: Recorded,
): string | null {
  if (kind === 'outside') return null;
  const recorded = taken ?? (record?.status === 'answered' ? record : null);
  const by = recorded === null || takerParty(recorded).startsWith('outside') ? null : taker(recorded);
  if (answer !== null) {
    if (answer.kind === 'ext') return answer.number;
    const twin = attempts.find(({ legs }) => legs.includes(answer))?.legs.filter((leg) => leg.kind === 'ext');
    const [owner, another] = new Set(twin?.map((leg) => leg.number));
    if (owner !== undefined) return another === undefined ? owner : (recorded?.answeredBy ?? null);
    return kind === 'ext' ? number : (recorded?.answeredBy ?? null);
  }
  // The call can have gone on without an event: the next transferor need not be the party that took it.
  if (member !== null && takenByNext) return member.kind === 'ext' && partyNumber(member) === by ? by : null;
  if (recorded?.answeredBy != null) return recorded.answeredBy;
  if (isInterrupted || attempts.length === 0) return null;
  // An extension whose phone stopped ringing did not take the call, whatever the record names.
  const stopped = attempts.some(({ legs }) =>
    legs.some((leg) => leg.number === by && !talked(leg) && byeAt(leg) !== null),
  );
  return kind === 'ext' && !stopped ? by : null;
}
