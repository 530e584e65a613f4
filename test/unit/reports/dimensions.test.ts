import { describe, expect, it } from '@jest/globals';
import { isTime } from '../../../src/reports/dimensions/dimension.js';
import { DIMENSIONS } from '../../../src/reports/dimensions/dimensions.js';

/** The columns of the facts that hold outside numbers. */
const OUTSIDE = /\bf\.(caller|target)\b/;

describe('the dimensions of reports', () => {
  it.each(DIMENSIONS.map((dimension) => [dimension.by, dimension] as const))(
    '%s says that it shows outside numbers where a key of its rows holds them',
    (_, dimension) => {
      const columns = isTime(dimension) ? [] : Object.values(dimension.keys);
      const shows = columns.some(({ sql }) => OUTSIDE.test(sql.sql));
      expect(dimension.outsideNumbers !== 'never').toBe(shows);
    },
  );

  it('have a name and a title of their own', () => {
    for (const what of ['by', 'title'] as const)
      expect(new Set(DIMENSIONS.map((dimension) => dimension[what])).size).toBe(DIMENSIONS.length);
  });
});
