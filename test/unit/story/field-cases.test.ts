import { describe, expect, it } from '@jest/globals';
import { computeStories } from '../../../src/story/engine/compute-story.js';
import { CALL } from '../../support/stories/event-tape.js';
import { fieldCases } from '../../cases/field/field-cases.js';

describe('the story of calls as PBXes push them', () => {
  it.each(fieldCases.map((each) => [each.promise, each] as const))('%s', (_promise, { eventTape, truth }) => {
    const stories = computeStories(CALL, eventTape.evidence);
    const answers = eventTape.transfers.map(({ id, receivedAt }) => {
      const story = stories.get(id)!;
      const answeredAfter = story.answeredAt === null ? null : (+story.answeredAt - +receivedAt) / 1000;
      return { ...story, answeredAfter };
    });
    expect(answers).toHaveLength(truth.length);
    answers.forEach((answer, i) => expect(answer).toMatchObject(truth[i]!));
  });
});
