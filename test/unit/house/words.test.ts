import { describe, expect, it } from '@jest/globals';
import { sourcesIn } from '../../support/sources.js';

/**
 * Words that were coined here, or that stand for something other than what a dictionary says. Only such as have no harmless
 * use in this repository: not `once` (node:events), `any` (TypeScript), `all`, `settled` (promises), `return`, `turn`, `tell`.
 */
const COINED: [string, RegExp][] = [
  ['visibility', /\bsights?\b|SIGHT_/i],
  ['last seen, received', /\bheard\b/i],
  ['inferred', /\bbetray\w*/i],
  ['ringing, called', /\brung\b/i],
  ['destination', /\bwhereabouts\b/i],
  ['consultation, another place', /\belsewhere\b/i],
  ['resolveTransferor', /\bstayers?\b/i],
  ['trusted, reject', /\bvouch\w*|\bturnAway\b/i],
  ['compute, recompute', /\btold\b|\bteller\b|\buntold\b|(?<!stories\/|Post\(')\bretell\w*/i],
  ['conflict', /\braced\b/i],
  ['inFlight', /\bflying\b/i],
  ['preferredReplica', /\bfavou?rite\b/i],
  ['frozen', /\bsealed\b/i],
  ['behind, replica reads', /\bstale\b/i],
  ['markSeen', /\bsaw\b/i],
  ['page query', /\bstretch(es)?\b|\bSTRETCH\b|\bstretchOf\b/],
  ['step', /\bmishaps?\b/i],
  ['a subject of its own', /\bwhoever\b|(?<!to |from |-)\bwhom\b/i],
  ['gc-flags', /\bshort-lived\b/i],
  ['a plain name', /\b(letEventsAhead|giveWay|told_tx|talked-with)\b/],
];

/** Files that may hold these words, since they list them. */
const EXEMPT = ['test/unit/house/words.test.ts'];

const sources = [...sourcesIn('src'), ...sourcesIn('test'), ...sourcesIn('prisma')].filter(
  ({ path }) => !EXEMPT.includes(path) && !path.startsWith('prisma/migrations/'),
);

describe('no source uses a coined word', () => {
  it.each(COINED)('%s: %s', (_, word) => {
    const found = sources.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, n) => (word.test(line) ? [`${path}:${n + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
