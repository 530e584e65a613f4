import { describe, expect, it } from '@jest/globals';
import { dirname } from 'node:path';
import { isCode, sourcesIn } from '../../support/sources.js';

/** Generated files. */
const WRITTEN = ['src/dashboard/page/state/api-types.ts'];

const sources = [...sourcesIn('src'), ...sourcesIn('test')];

describe('folders and files stay small', () => {
  it('a room has at most 14 files at one level', () => {
    const rooms = new Map<string, number>();
    for (const { path } of sources.filter((source) => !source.path.endsWith('.md')))
      rooms.set(dirname(path), (rooms.get(dirname(path)) ?? 0) + 1);
    const crowded = [...rooms].filter(([, files]) => files > 14);
    expect(crowded).toEqual([]);
  });

  it('a file has at most 250 lines', () => {
    const long = sources
      .filter((source) => isCode(source) || source.path.endsWith('.css'))
      .map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const)
      .filter(([path, lines]) => lines > 250 && !WRITTEN.includes(path));
    expect(long).toEqual([]);
  });
});
