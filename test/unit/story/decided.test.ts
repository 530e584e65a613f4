import { describe, expect, it } from '@jest/globals';
import { Decided } from '../../proofs/story/model/looks/decided.js';
import type { Look } from '../../proofs/story/model/looks/look.js';
import { playRun, runOf } from '../../proofs/story/model/runs.js';

const truths = Array.from({ length: 60 }, (_, n) => playRun(runOf(n, 3))).flatMap((played) => played.truths);
const truth = truths.find(({ kind, outcomes }) => kind === 'blind' && outcomes[0] === 'answered')!;
const look = (key: string): Look => ({
  key,
  nameOf: (number) => number,
  momentsAt: () => ['the answer'],
  talksOf: () => ['the record'],
});

let seed = 0;

/** So many runs of which this is true, and which have these looks, the closest first. */
function learn(decided: Decided, count: number, keys: string[], more: Partial<typeof truth> = {}): void {
  for (let n = 0; n < count; n += 1)
    decided.add(keys.map(look), { ...truth, ...more }, truth.targets[0], {
      seed: (seed += 1),
      dialect: 'v2',
      site: 'all events',
    });
}

describe('what the events decide', () => {
  it('is what enough runs that look alike agree on', () => {
    const decided = new Decided();
    learn(decided, 19, ['a']);
    expect(decided.of(['a'], 'kind')).toBe('unproven');
    learn(decided, 1, ['a']);
    expect(decided.of(['a'], 'kind')).toBe('decided');
  });

  it('is not what one run denies that pushes the same', () => {
    const decided = new Decided();
    learn(decided, 200, ['a']);
    learn(decided, 1, ['a'], { kind: 'attended' });
    expect(decided.of(['a'], 'kind')).toBe('undecided');
    expect(decided.of(['a'], 'outcome')).toBe('decided');
  });

  it('follows from agreement on less, but not from disagreement on less', () => {
    const decided = new Decided();
    learn(decided, 1, ['a', 'coarse']);
    expect(decided.of(['a', 'coarse'], 'kind')).toBe('unproven');
    learn(decided, 19, ['b', 'coarse']);
    expect(decided.of(['a', 'coarse'], 'kind')).toBe('decided');
    learn(decided, 1, ['c', 'coarse'], { kind: 'attended' });
    expect(decided.of(['a', 'coarse'], 'kind')).toBe('unproven');
  });

  it('is not contradicted where the API leaves open which is right', () => {
    const decided = new Decided();
    learn(decided, 10, ['a'], { outcomes: ['abandoned'] });
    learn(decided, 10, ['a'], { outcomes: ['unanswered', 'abandoned'] });
    expect(decided.of(['a'], 'outcome')).toBe('decided');
    learn(decided, 1, ['a'], { outcomes: ['unanswered'] });
    expect(decided.of(['a'], 'outcome')).toBe('undecided');
  });

  it('is no answer where one of those that look alike was not answered', () => {
    const decided = new Decided();
    learn(decided, 20, ['a']);
    expect((['answeredAt', 'talkSeconds'] as const).map((field) => decided.of(['a'], field))).toEqual([
      'decided',
      'decided',
    ]);
    learn(decided, 1, ['a'], { outcomes: ['unanswered'], answeredAt: null, talkSeconds: null });
    expect(decided.of(['a'], 'answeredAt')).toBe('undecided');
  });
});
