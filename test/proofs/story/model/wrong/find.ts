import type { Story } from '../../../../../src/transfer/transfer.js';
import { deliver, GOOD } from '../deliver.js';
import { type Facts, factsOf } from '../facts.js';
import { judge } from '../judge.js';
import { targetIn } from '../looks/called.js';
import { type Played, playRun, type Run, runOf } from '../runs.js';
import { storiesOf } from '../stories.js';
import { Around } from './around.js';
import { WRONG_RULES } from './rules.js';
import type { WrongRule } from './wrong-rule.js';

/** In how many random calls a wrong rule made a false claim that the stories do not make; null where in none of them. */
export interface FoundRule {
  rule: WrongRule;
  afterCalls: number | null;
  run: Run | null;
}

export interface FindOptions {
  calls: number;
  seed: number;
  progress?: (text: string) => void;
}

/** Puts each wrong rule into the stories of random calls until it shows in a false claim. */
export function findWrongRules({ calls: most, seed, progress }: FindOptions): FoundRule[] {
  const found = WRONG_RULES.map((rule): FoundRule => ({ rule, afterCalls: null, run: null }));
  let left = found;
  let calls = 0;
  for (let n = 0; calls < most && left.length > 0; n += 1) {
    const played = playRun(runOf(n, seed));
    calls += played.episode.calls;
    const shown = shownBy(played, left);
    for (const one of shown) Object.assign(one, { afterCalls: calls, run: played.run });
    left = left.filter((one) => !shown.has(one));
    if (n % 500 === 0) progress?.(`${calls} calls, ${left.length} rules left`);
  }
  return found;
}

/** The wrong rules that are wrong about one of these calls. */
function shownBy({ pushed, truths, run }: Played, rules: FoundRule[]): Set<FoundRule> {
  const shown = new Set<FoundRule>();
  if (truths.length === 0) return shown;
  const arrived = deliver(pushed, run.seed, GOOD);
  const stories = storiesOf(arrived);
  for (const truth of truths) {
    const known = stories.get(truth.act);
    if (!known || truth.isOpen) continue;
    const facts = factsOf(truth, [], targetIn(truth, arrived));
    const around = new Around(known, arrived, stories);
    const before = falseFields(facts, known.story);
    for (const one of rules) {
      const claim = one.rule.claim(around);
      if (claim === null) continue;
      if (falseFields(facts, { ...known.story, ...claim }).some((field) => !before.includes(field)))
        shown.add(one);
    }
  }
  return shown;
}

function falseFields(facts: Facts, story: Story): string[] {
  return judge(facts, story, 0, () => 'unproven').flatMap(({ field, claimed, isRight }) =>
    claimed !== null && !isRight ? [field] : [],
  );
}
