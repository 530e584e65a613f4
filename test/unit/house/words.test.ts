import { describe, expect, it } from '@jest/globals';
import { sourceOf, sourcesIn } from '../../support/sources.js';

/** Prisma's documentation calls the client of a transaction `tx`; `report_horizon` has a column of that name. */
const TRANSACTION_CLIENTS = [
  'prisma/schema.prisma',
  'src/privacy/erasure.store.ts',
  'src/reports/rollup/rollup.store.ts',
  'test/e2e/reports/rollup.ts',
];

/** A turn of the event loop, and agents that ring one after the other. */
const TURNS = ['test/e2e/story/story-updates.ts', 'src/simulator/scenarios/group.ts'];

/**
 * Words that were coined here, or that stand for something other than what a dictionary says: what to say instead, the word, and
 * the files in which it is right. A word that is also plain English is sought only as a name, such as `whole(`.
 */
const COINED: [string, RegExp, string[]?][] = [
  ['visibility', /\bsights?\b|SIGHT_/i],
  ['last seen, received', /\bheard\b/i],
  ['inferred', /\bbetray\w*/i],
  ['ringing, called', /\brung\b/i],
  ['destination', /\bwhereabouts\b/i],
  ['consultation, another place', /\belsewhere\b/i],
  ['resolveTransferor', /\bstayers?\b/i],
  ['trusted, reject', /\bvouch\w*|\bturnAway\b/i],
  ['compute, recompute', /\btold\b|\bteller\b|\buntold\b|(?<!stories\/|Post\(')\bretell\w*/i],
  ['compute or give a story; show', /\btell\w* (the|a) .*\bstor|\bevents tell\b/i],
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
  [
    'handleEventsBeforeNest, dropInferred, changed_tx, records-after',
    /\b(letEventsAhead|giveWay|told_tx|talked-with)\b/,
  ],
  ['analyzeNewTables', /\bintroduce\w*\(/],
  ['changes, changesSince', /\bnews\b/i],
  ['created_tx, changed_tx, transaction', /(?<!\\)\btx\b/, TRANSACTION_CLIENTS],
  ['pending', /\bforming\b/i],
  ['toDomainEvent', /\bunderst(and|ood)\w*\(|\bUnderstood\b/],
  ['TransferInCall', /\bHop\b|\bhops?: \w*Transfer/],
  ['extMember, outsideMember', /\bfunction (ext|outside)\(/, ['test/support/stories/event-tape.ts']],
  ['unauthorized', /\bnobody\(/],
  ['a name of what it tests or makes', /\b(isOf|IsOf|fits)\b(?=[(:,]| =)|\bwhole\(/],
  [
    'resolveTransferor, decide, finish',
    /\bsettles?\b|\bsettl(e|ed|es)[A-Z]\w*/,
    ['src/intake/group-commit.ts'],
  ],
  [
    'decided',
    /\bsettled\b/i,
    ['src/intake/group-commit.ts', 'test/e2e/database/migrations.ts', 'test/e2e/operations/leaks.ts'],
  ],
  ['page query', /\bcandidates?\b/i],
  ['call scripts, life', /\blives\b/i],
  ['EventTape, pushed events', /(?<!event-)\btape\w*|\bTape\w*/],
  ['wire names', /\bvoices?\b(?=[(.:]| =)/],
  ['steps', /\bmoves\b(?=[(:]| =)/],
  ['story lock', /\b(StoryTurn|storyTurn|turnLock)\b|\bturn\b(?=[,)])/, TURNS],
  ['PBX', /(?<!-)\b(Box|box(es)?)\b(?!-)/, ['test/e2e/reports/report-mail.ts']],
];

/** Files that may hold these words, since they list them. */
const EXEMPT = ['test/unit/house/words.test.ts'];

/** The document of the API is read in the page's types, which are generated from it. */
const sources = ['src', 'test', 'deploy']
  .flatMap(sourcesIn)
  .concat(['README.md', 'prisma/README.md', 'prisma/schema.prisma'].map(sourceOf))
  .filter(({ path }) => !EXEMPT.includes(path));

describe('no source uses a coined word', () => {
  it.each(COINED)('%s: %s', (_, word, exceptions = []) => {
    const found = sources.flatMap(({ path, text }) =>
      exceptions.includes(path)
        ? []
        : text
            .split('\n')
            .flatMap((line, n) => (word.test(line) ? [`${path}:${n + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
