import { describe, expect, it } from '@jest/globals';
import { tell } from '../src/story/tell.js';
import type { Evidence } from '../src/story/evidence.js';
import type { Story } from '../src/transfer/transfer.js';
import { CALL } from './support/tape.js';
import { lives, type Life } from './support/lives.js';

const stories = (life: Life, evidence: Evidence = life.tape.evidence): Story[] => {
  const told = tell(CALL, evidence);
  return life.tape.transfers.map((transfer) => told.get(transfer.id)!);
};

/** The same numbers on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const shuffled = <T>(items: T[], next: () => number): T[] =>
  items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

describe('the story tells', () => {
  it.each(lives())('$promise', (life) => {
    const told = stories(life);
    expect(told).toHaveLength(life.truth.length);
    told.forEach((story, i) => expect(story).toMatchObject(life.truth[i]!));
  });

  it('no transfer where an attended one was aborted', () => {
    expect(tell(CALL, { transfers: [], events: lives()[0]!.tape.events }).size).toBe(0);
  });
});

describe('the same events', () => {
  it('tell the same story in 1,000 random orders', () => {
    const next = random(7);
    for (const life of lives()) {
      const once = stories(life);
      for (let i = 0; i < 1000 / 25; i++) {
        const { transfers, events } = life.tape.evidence;
        expect(
          stories(life, { transfers: shuffled(transfers, next), events: shuffled(events, next) }),
        ).toEqual(once);
      }
    }
  });

  it('tell the same story when each was sent again', () => {
    for (const life of lives()) {
      const { transfers, events } = life.tape.evidence;
      const again = events.map((known) => ({
        ...known,
        id: `${known.id}b`,
        receivedAt: new Date(+known.receivedAt + 30_000),
      }));
      expect(stories(life, { transfers, events: [...again, ...events] })).toEqual(stories(life));
    }
  });

  it('tell the same story whatever the hour on the clock of the PBX', () => {
    for (const zone of [-9.5, 0, 3, 14])
      for (const life of lives()) {
        const moved = life.tape.events.map((known) => {
          if (known.event.what !== 'record') return known;
          const utc = Date.parse(`${known.event.startedAtLocal!.replace(' ', 'T')}Z`) - 2 * 3_600_000;
          const startedAtLocal = new Date(utc + zone * 3_600_000)
            .toISOString()
            .slice(0, 19)
            .replace('T', ' ');
          return { ...known, event: { ...known.event, startedAtLocal } };
        });
        expect(stories(life, { ...life.tape.evidence, events: moved })).toEqual(stories(life));
      }
  });
});

describe('a loss', () => {
  /** What differs from the truth though it claims to know. */
  function wrong(life: Life, told: Story[]): string[] {
    return told.flatMap((story, i) => {
      const truth = life.truth[i]!;
      const faults: string[] = [];
      if (
        truth.outcome &&
        story.outcome !== 'unknown' &&
        truth.outcome !== 'unknown' &&
        story.outcome !== truth.outcome
      )
        faults.push(`${life.promise}: outcome ${story.outcome}, not ${truth.outcome}`);
      const group = truth.target?.kind === 'group';
      if (truth.target && story.target && !group && story.target.number !== truth.target.number)
        faults.push(`${life.promise}: target ${story.target.number}, not ${truth.target.number}`);
      if (truth.kind && truth.kind !== 'unknown' && story.kind !== 'unknown' && story.kind !== truth.kind)
        faults.push(`${life.promise}: kind ${story.kind}, not ${truth.kind}`);
      return faults;
    });
  }

  it('of any one event leads to no wrong claim, but for a group whose only name was lost', () => {
    const faults = lives().flatMap((life) =>
      life.tape.events.flatMap((lost) => {
        const events = life.tape.events.filter((known) => known !== lost);
        return wrong(life, stories(life, { ...life.tape.evidence, events })).map(
          (fault) => `${fault} without ${JSON.stringify(lost.event)}`,
        );
      }),
    );
    expect(faults).toEqual([]);
  });
});
