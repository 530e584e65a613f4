import { describe, expect, it } from '@jest/globals';
import { dirname } from 'node:path';
import { isCode, sourcesIn } from '../../support/sources.js';

/** Files that are to be divided, each with the room that does it. Take out what is mended; put nothing in. */
const LONG = [
  'src/dashboard/page/look/page.css',
  'src/dashboard/page/texts.ts',
  'src/simulator/call/call-script.ts',
  'test/e2e/story/story-kept.e2e.test.ts',
  'test/unit/intake/read-event.test.ts',
  'test/unit/simulator/simulator.test.ts',
  'test/unit/story/story.test.ts',
];

/** Rooms that have too many files. */
const CROWDED = ['src/http'];

const sources = [...sourcesIn('src'), ...sourcesIn('test')];

describe('a newcomer finds the place', () => {
  it('a room has at most 14 files at one level', () => {
    const rooms = new Map<string, number>();
    for (const { path } of sources.filter(({ path }) => !path.endsWith('.md')))
      rooms.set(dirname(path), (rooms.get(dirname(path)) ?? 0) + 1);
    const crowded = [...rooms].filter(([room, files]) => files > 14 && !CROWDED.includes(room));
    expect(crowded).toEqual([]);
  });

  it('a file has at most 250 lines', () => {
    const long = sources
      .filter((source) => isCode(source) || source.path.endsWith('.css'))
      .map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const)
      .filter(([path, lines]) => lines > 250 && !LONG.includes(path));
    expect(long).toEqual([]);
  });
});
