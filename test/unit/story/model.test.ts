import { expect, it } from '@jest/globals';
import { BAD, GOOD } from '../../proofs/story/model/deliver.js';
import { FIELDS, type Field } from '../../proofs/story/model/looks/decided.js';
import { IMPOSSIBLE } from '../../proofs/story/model/impossible.js';
import { prove } from '../../proofs/story/model/prove.js';

/** The short form of `npm run story -- --model`. */
const CALLS = 2000;

/** What stories reach today on random calls of the PBX model; to be raised with them, and never lowered. */
const PRECISION: Record<Field, number> = {
  transferor: 0.998,
  target: 0.993,
  targetKind: 0.995,
  answeredBy: 0.995,
  kind: 0.994,
  outcome: 0.994,
  answeredAt: 0.994,
  talkSeconds: 0.994,
};

/** They hold whatever is lost or late; whether an inference is right the events do not show. */
const NEVER = IMPOSSIBLE.filter((what) => what !== 'an inference marked certain');

it(`stories of ${CALLS} random calls are at least as right as they were`, () => {
  const { score } = prove({ calls: CALLS, seed: 1, neighbours: 0, network: GOOD });
  expect(score.transfers).toBeGreaterThan(CALLS / 4);
  const below = FIELDS.filter((field) => score.precision('ALL', field) < PRECISION[field]);
  expect(below.map((field) => `${field} ${score.precision('ALL', field)}`)).toEqual([]);
});

it.each([
  ['good', GOOD],
  ['bad', BAD],
])('no story claims what can never be, on a %s network', (_name, network) => {
  const { impossible } = prove({ calls: CALLS, seed: 2, neighbours: 0, network });
  expect(NEVER.map((what) => [what, impossible.get(what)])).toEqual(NEVER.map((what) => [what, []]));
});
