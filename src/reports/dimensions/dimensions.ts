import { caller } from './caller.js';
import { chain } from './chain.js';
import type { Dimension } from './dimension.js';
import { ext } from './ext.js';
import { pair } from './pair.js';
import { route } from './route.js';
import { direction } from './simple/direction.js';
import { kind } from './simple/kind.js';
import { outcome } from './simple/outcome.js';
import { pbx } from './simple/pbx.js';
import { trunk } from './simple/trunk.js';
import { target } from './target.js';
import { day, hour, month, week } from './time/clock.js';
import { weekdayHour } from './time/weekday-hour.js';

/** Every dimension, in the order in which the contract names them. */
const ALL = [
  ext,
  target,
  pair,
  caller,
  trunk,
  direction,
  kind,
  outcome,
  hour,
  day,
  week,
  month,
  weekdayHour,
  chain,
  route,
  pbx,
] as const;

export const DIMENSIONS: readonly Dimension<By>[] = ALL;

/** What the rows of a report can stand for: the values of `by=`. */
export type By = (typeof ALL)[number]['by'];
export const BY: readonly By[] = ALL.map(({ by }) => by);

const byName = new Map<By, Dimension<By>>(ALL.map((dimension) => [dimension.by, dimension]));

export const dimensionOf = (by: By): Dimension<By> => byName.get(by)!;
