import type { Prisma } from '../../database/generated/client.js';
import { type Bounded, isTime } from '../dimensions/dimension.js';
import { type By, dimensionOf } from '../dimensions/dimensions.js';

/** The one key by which the parts of the time are counted: their number. */
export const PART = 'part';

/** By what a report groups, as SQL over facts `f`: the keys of its rows, or the number of the part of the time. */
export function groupingOf(by: By, filter: Bounded): Prisma.Sql[] {
  const dimension = dimensionOf(by);
  return isTime(dimension) ? [dimension.part(filter)] : Object.values(dimension.keys).map(({ sql }) => sql);
}
