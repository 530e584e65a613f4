import type { TransferTruth } from '../../../../src/simulator/truth/read-truth.js';
import type { Known } from './stories.js';

export const IMPOSSIBLE = [
  'answered before it was made',
  'answered where it was not',
  'more talk than time',
  'a target that is its own transferor',
  'two transfers that claim one leg',
  'an inference marked certain',
] as const;
export type Impossible = (typeof IMPOSSIBLE)[number];

/** What no story may say, whatever is true: seen in the stories of one PBX alone, but for the last. */
export function impossibleIn(
  stories: Known[],
  lastArrival: number,
  truthOf: (known: Known) => TransferTruth | undefined,
): { what: Impossible; known: Known }[] {
  return stories.flatMap((known) => {
    const what = IMPOSSIBLE.filter((each) => TESTS[each](known, stories, lastArrival, truthOf(known)));
    return what.map((each) => ({ what: each, known }));
  });
}

const TESTS: Record<
  Impossible,
  (known: Known, all: Known[], lastArrival: number, truth: TransferTruth | undefined) => boolean
> = {
  'answered before it was made': ({ story, transfer }) =>
    story.answeredAt !== null && story.answeredAt < transfer.receivedAt,
  'answered where it was not': ({ story }) =>
    (story.answeredAt !== null || story.talkSeconds !== null) && story.outcome !== 'answered',
  'more talk than time': ({ story, transfer }, _all, lastArrival) =>
    story.talkSeconds !== null &&
    story.talkSeconds * 1000 > lastArrival - +(story.answeredAt ?? transfer.receivedAt) + 2000,
  'a target that is its own transferor': ({ story }) =>
    story.target !== null &&
    story.target.kind !== 'group' &&
    story.transferor.ext !== null &&
    story.target.number === story.transferor.ext,
  'two transfers that claim one leg': (known, all) =>
    known.story.answeredAt !== null &&
    known.story.target?.answeredBy != null &&
    all.some(
      ({ story, transfer }) =>
        transfer !== known.transfer &&
        story.target?.answeredBy === known.story.target!.answeredBy &&
        story.answeredAt !== null &&
        Math.abs(+story.answeredAt - +known.story.answeredAt!) < 500,
    ),
  'an inference marked certain': ({ story }, _all, _last, truth) =>
    truth !== undefined &&
    (story.transferor.basis === 'only-extension' || story.transferor.basis === 'story') &&
    story.transferor.ext !== truth.transferor,
};
