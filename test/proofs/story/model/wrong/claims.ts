import type { Story } from '../../../../../src/transfer/transfer.js';
import type { Deed } from './around.js';

export const toExtension = (number: string, answeredBy: string | null): Story['target'] => ({
  kind: 'ext',
  number,
  answeredBy,
});

/** Answered then, and nothing said of the talk. */
export const answeredBy = ({ number, at }: Pick<Deed, 'number' | 'at'>): Partial<Story> => ({
  target: toExtension(number, number),
  outcome: 'answered',
  answeredAt: new Date(at),
  talkSeconds: null,
});

export const notAnswered = (outcome: Story['outcome']): Partial<Story> => ({
  outcome,
  answeredAt: null,
  talkSeconds: null,
});
