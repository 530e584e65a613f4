import type { Story } from '../../transfer/transfer.js';
import type { Destination } from './destination/destination-model.js';
import type { TransferInCall } from './evidence/call-model.js';
import { DISORDER_MS, type Evidence } from './evidence/evidence.js';
import { byeAt } from './evidence/leg.js';

/** Two answers of one phone so close together are one. */
const ONE_ANSWER_MS = 500;
/** Events of one moment arrive within this time. */
const ARRIVAL_MS = 1_000;

type Refusal = (story: Story, transfer: TransferInCall, destination: Destination) => Story;

/**
 * The last step for each story of a call: whatever the rules say, a story claims nothing that can never be. An impossible
 * claim becomes unknown, and so does what depends on it.
 */
export function refuseImpossible(evidence: Evidence): Refusal {
  const refusals: Refusal[] = [
    refuseConsultationThatWasOver,
    refuseTargetThatTransferred,
    refuseTransferorOfUnknownName,
    refuseAnswerBeforeTransfer,
    refuseTalkAfter(lastArrival(evidence)),
    refuseSecondClaimOfAnswer(),
  ];
  return (claimed, transfer, destination) =>
    refusals.reduce((story, refuse) => refuse(story, transfer, destination), claimed);
}

const lastArrival = ({ events, transfers }: Evidence): number =>
  Math.max(...[...events, ...transfers].map(({ receivedAt }) => +receivedAt));

/** A party that had hung up before the transfer was not joined by it. */
function refuseConsultationThatWasOver(
  story: Story,
  transfer: TransferInCall,
  { consulted, answer, legInCall }: Destination,
): Story {
  if (story.kind !== 'attended' || !consulted) return story;
  const left = byeAt(legInCall ?? answer ?? undefined) ?? Infinity;
  return left >= transfer.latest - DISORDER_MS ? story : { ...withoutAnswer(story), kind: 'unknown' };
}

/** A transferor that only the story names is a known extension, and another party than the transferee. */
function refuseTransferorOfUnknownName(story: Story): Story {
  const { transferor, transferee } = story;
  if (transferor.basis !== 'story') return story;
  const isTransferee = transferee?.kind === 'ext' && transferee.number === transferor.ext;
  if (transferor.ext !== null && !isTransferee) return story;
  return { ...story, transferor: { ext: null, basis: 'unknown' } };
}

/** Nobody transfers a call to himself; but a group can ring its own member. */
function refuseTargetThatTransferred(story: Story): Story {
  const { target, transferor } = story;
  const isTransferor = target !== null && target.kind !== 'group' && target.number === transferor.ext;
  return isTransferor ? { ...story, target: null } : story;
}

function refuseAnswerBeforeTransfer(story: Story, transfer: TransferInCall): Story {
  const { outcome, answeredAt } = story;
  const isEarly = answeredAt !== null && +answeredAt < transfer.at;
  return outcome !== 'answered' || isEarly ? { ...story, answeredAt: null, talkSeconds: null } : story;
}

const refuseTalkAfter =
  (lastArrivalAt: number): Refusal =>
  (story) => {
    const { answeredAt, talkSeconds } = story;
    if (talkSeconds === null) return story;
    const end = answeredAt === null ? Infinity : +answeredAt + talkSeconds * 1000;
    return end > lastArrivalAt + ARRIVAL_MS ? { ...story, talkSeconds: null } : story;
  };

/** Of two transfers that claim the same answer, the first one keeps it. */
function refuseSecondClaimOfAnswer(): Refusal {
  const claimed: { by: string; at: number }[] = [];
  return (story) => {
    const by = story.target?.answeredBy ?? null;
    if (by === null || story.answeredAt === null) return story;
    const at = +story.answeredAt;
    const isClaimed = claimed.some((other) => other.by === by && Math.abs(other.at - at) < ONE_ANSWER_MS);
    if (isClaimed) return withoutAnswer(story);
    claimed.push({ by, at });
    return story;
  };
}

const withoutAnswer = (story: Story): Story => ({
  ...story,
  outcome: 'unknown',
  target: story.target && { ...story.target, answeredBy: null },
  answeredAt: null,
  talkSeconds: null,
});
