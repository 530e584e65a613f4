import { describe, expect, it } from '@jest/globals';
import { Random } from '../../../src/simulator/random.js';
import type { Story } from '../../../src/transfer/transfer.js';
import { deliver, GOOD } from '../../proofs/story/model/deliver.js';
import { command, playRun, runOf } from '../../proofs/story/model/runs.js';
import { storiesOf } from '../../proofs/story/model/stories.js';

/** So many orders in all; ORDERS=1000 gives each of the calls so many. */
const CALLS = 50;
const ORDERS = Number(process.env['ORDERS'] ?? 20);

const random = new Random(3);
const shuffled = <T>(list: T[]): T[] =>
  list
    .map((item) => ({ item, rank: random.between(0, 1_000_000) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

const played = Array.from({ length: 400 }, (_, n) => playRun(runOf(n, 9)))
  .filter(({ truths }) => truths.length > 0)
  .slice(0, CALLS);

/** Who, where and what: what is claimed, and nothing of what is left open. */
function claims({ transferor, target, kind, outcome }: Story): Record<string, string> {
  const all = {
    transferor: transferor.ext,
    target: target && target.number,
    answeredBy: target && target.answeredBy,
    kind: kind === 'unknown' ? null : kind,
    outcome: outcome === 'unknown' ? null : outcome,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** The claims of one story that another story of the same transfer denies. */
function contradictions(one: Story, other: Story): string[] {
  const known = claims(one);
  return Object.entries(claims(other)).flatMap(([field, value]) =>
    field in known && known[field] !== value ? [`${field} ${known[field]} or ${value}`] : [],
  );
}

describe(`${CALLS} random calls of the PBX model`, () => {
  it(`have the same stories in ${ORDERS} orders of loading each`, () => {
    expect(played).toHaveLength(CALLS);
    for (const { pushed, run } of played) {
      const arrived = deliver(pushed, run.seed, GOOD);
      const once = storiesOf(arrived);
      for (let i = 0; i < ORDERS; i += 1)
        for (const [act, { story }] of storiesOf(arrived, shuffled))
          expect(story).toEqual(once.get(act)!.story);
    }
  });

  it(`have stories that do not contradict each other in ${ORDERS} orders of arrival each, as events overtake each other by some milliseconds`, () => {
    const found = played.flatMap(({ pushed, run }) => {
      const once = storiesOf(deliver(pushed, run.seed, GOOD));
      return Array.from({ length: ORDERS }, (_, i) =>
        [...storiesOf(deliver(pushed, run.seed + (i + 1) * 7919, GOOD))].flatMap(([act, { story }]) => {
          const first = once.get(act)?.story;
          return first ? contradictions(first, story).map((what) => `${command(run)}: ${what}`) : [];
        }),
      ).flat();
    });
    expect([...new Set(found)]).toEqual([]);
  });
});
