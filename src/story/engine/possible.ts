import type { Story } from '../../transfer/transfer.js';
import type { Destination } from './destination/destination-model.js';
import type { TransferInCall } from './evidence/call-model.js';
import { DISORDER_MS, type Evidence } from './evidence/evidence.js';
import { byeAt } from './evidence/leg.js';

/** Two answers of one phone so close together are one. */
const ONE_ANSWER_MS = 500;

type Check = (story: Story, transfer: TransferInCall, destination: Destination) => Story;

/**
 * The last thing that each story of a call goes through: whatever the rules say, it claims nothing that can never be.
 * What is impossible becomes unknown, and what hangs on it.
 */
export function possibleStories(evidence: Evidence): Check {
  const last = Math.max(...[...evidence.events, ...evidence.transfers].map(({ receivedAt }) => +receivedAt));
  const answers: { by: string; at: number }[] = [];
  return (claimed, transfer, destination) => {
    let story = wasMerged(claimed, transfer, destination)
      ? claimed
      : unanswered({ ...claimed, kind: 'unknown' });
    story = { ...story, transferor: knownTransferor(story), target: anotherTarget(story) };
    const { answeredAt, talkSeconds, outcome } = story;
    if (outcome !== 'answered' || (answeredAt !== null && +answeredAt < transfer.at))
      story = { ...story, answeredAt: null, talkSeconds: null };
    if (
      talkSeconds !== null &&
      (story.answeredAt === null || +story.answeredAt + talkSeconds * 1000 > last + 1000)
    )
      story = { ...story, talkSeconds: null };
    const by = story.target?.answeredBy;
    if (by == null || story.answeredAt === null) return story;
    const at = +story.answeredAt;
    if (answers.some((other) => other.by === by && Math.abs(other.at - at) < ONE_ANSWER_MS))
      return unanswered(story);
    answers.push({ by, at });
    return story;
  };
}

/** Who had hung up before the transfer was not joined by it. */
function wasMerged(
  story: Story,
  transfer: TransferInCall,
  { consulted, answer, there }: Destination,
): boolean {
  if (story.kind !== 'attended' || !consulted) return true;
  return (byeAt(there ?? answer ?? undefined) ?? Infinity) >= transfer.latest - DISORDER_MS;
}

/** Nobody hands a call on to himself; a group can ring its own member. */
function anotherTarget({ target, transferor }: Story): Story['target'] {
  const own = target !== null && target.kind !== 'group' && target.number === transferor.ext;
  return own ? null : target;
}

/** The story names a transferor, and another party than the transferee. */
function knownTransferor({ transferor, transferee }: Story): Story['transferor'] {
  if (transferor.basis !== 'story') return transferor;
  const isTransferee = transferee?.kind === 'ext' && transferee.number === transferor.ext;
  return transferor.ext === null || isTransferee ? { ext: null, basis: 'unknown' } : transferor;
}

const unanswered = (story: Story): Story => ({
  ...story,
  outcome: 'unknown',
  target: story.target && { ...story.target, answeredBy: null },
  answeredAt: null,
  talkSeconds: null,
});
