import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';
import type { TransferTruth } from '../../../../src/simulator/truth/read-truth.js';
import type { Played } from './runs.js';
import { lines } from './show.js';
import { storiesOf } from './stories.js';

/** An episode to read: what was pushed, what was true, and what the stories say. */
export function explain({ truths, run }: Played, arrived: PushedEvent[]): string {
  const stories = storiesOf(arrived);
  const results = truths.flatMap((truth) => {
    const story = stories.get(truth.act)?.story;
    return [
      `    true   ${truth.hop}: ${trueOf(truth, arrived[0]?.at ?? 0)}`,
      story
        ? `    story  ${story.hop}: ${story.transferor.ext} (${story.transferor.basis}) ${story.kind} to ${story.target?.kind} ${story.target?.number} by ${story.target?.answeredBy}, ${story.outcome} at ${secondsOf(story.answeredAt, arrived)}, talk ${story.talkSeconds}; ${story.basis}`
        : '    no story',
    ];
  });
  return [
    `  seed ${run.seed} ${run.dialect} ${run.site}`,
    ...lines(arrived).map((line) => `    ${line}`),
    ...results,
  ].join('\n');
}

function trueOf(truth: TransferTruth, first: number): string {
  const at = truth.answeredAt === null ? 'never' : ((truth.answeredAt - first) / 1000).toFixed(2);
  return `${truth.transferor} ${truth.kind} to ${truth.targets.map(({ kinds, numbers }) => `${kinds.join('/')} ${numbers.join('/')}`).join(', then ')} by ${truth.answeredBy}, ${truth.outcomes.join(' or ')} at ${at}, talk ${truth.talkSeconds}${truth.isOpen ? ', open' : ''}`;
}

function secondsOf(at: Date | null, arrived: PushedEvent[]): string {
  return at === null ? 'never' : ((+at - (arrived[0]?.at ?? 0)) / 1000).toFixed(2);
}
