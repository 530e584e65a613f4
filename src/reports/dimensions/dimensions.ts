import { byCaller } from './caller.js';
import { byChain } from './chain.js';
import type { Dimension } from './dimension.js';
import { byExt } from './ext.js';
import { byPair } from './pair.js';
import { byRoute } from './route.js';
import { byDid } from './simple/did.js';
import { byDirection } from './simple/direction.js';
import { byKind } from './simple/kind.js';
import { byOutcome } from './simple/outcome.js';
import { byPbx } from './simple/pbx.js';
import { byTrunk } from './simple/trunk.js';
import { byTarget } from './target.js';
import { byDay, byHour, byMonth, byWeek } from './time/clock.js';
import { byWeekdayHour } from './time/weekday-hour.js';

/** Every dimension, in the order in which the API names them. */
const ALL = [
  byExt,
  byTarget,
  byPair,
  byCaller,
  byTrunk,
  byDirection,
  byKind,
  byOutcome,
  byHour,
  byDay,
  byWeek,
  byMonth,
  byWeekdayHour,
  byChain,
  byRoute,
  byPbx,
  byDid,
] as const;

export const DIMENSIONS: readonly Dimension<By>[] = ALL;

/** What the rows of a report can stand for: the values of `by=`. */
export type By = (typeof ALL)[number]['by'];
export const BY: readonly By[] = ALL.map(({ by }) => by);

const byName = new Map<By, Dimension<By>>(ALL.map((dimension) => [dimension.by, dimension]));

export const dimensionOf = (by: By): Dimension<By> => byName.get(by)!;
