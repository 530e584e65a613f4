import type { DialectTraits, EventDialect } from './dialect.js';
import { openvox } from './openvox/openvox.js';
import { pSeries } from './p-series/p-series.js';
import { v1_0 } from './v1.0/v1-0.js';
import { v1_1 } from './v1.1/v1-1.js';
import { v2 } from './v2/v2.js';

/** Every dialect, the likeliest first. No event is claimed by two. */
export const DIALECTS: readonly EventDialect[] = [v2, pSeries, v1_1, v1_0, openvox];

/** The dialect of this name. @throws RangeError where no dialect has it. */
export function dialectNamed(name: string): EventDialect {
  const dialect = DIALECTS.find((one) => one.name === name);
  if (dialect === undefined) throw new RangeError(`There is no dialect ${JSON.stringify(name)}.`);
  return dialect;
}

/** The traits of a dialect; of a name that a newer version of the program stored, those that promise the least. */
export function traitsOf(name: string): DialectTraits {
  return DIALECTS.find((one) => one.name === name) ?? LEAST;
}

const LEAST: DialectTraits = {
  transferor: 'unknown',
  leavesOutTransferor: true,
  tellsEveryState: false,
  hasChannels: false,
};
