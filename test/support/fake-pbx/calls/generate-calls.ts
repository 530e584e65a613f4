import { Random } from '../../../../src/simulator/random.js';
import { type HappenedCall, endOf } from './call.js';
import { CallUnderWay } from './call-under-way.js';
import { DID, outsideNumbers } from './company.js';
import { SCENARIOS } from './scenarios.js';

export interface GenerateOptions {
  seed: number;
  count: number;
  /** Unix seconds: no call begins before the one or ends after the other. */
  from: number;
  until: number;
  /** Only these scenarios; default: all. */
  only?: string[];
}

/** So many calls of all kinds, in the order of their beginnings, and what is true of each. The same seed makes the same calls. */
export function generateCalls({ seed, count, from, until, only }: GenerateOptions): HappenedCall[] {
  const random = new Random(seed);
  const nextOutside = outsideNumbers();
  let counter = seed % 1000;
  const nextCallid = (startedAt: number) => `${startedAt}.${(counter += random.between(1, 4))}`;
  const names = only ?? Object.keys(SCENARIOS);
  const calls: HappenedCall[] = [];
  const step = (until - from) / count;
  for (let n = 0; n < count; n++) {
    const startedAt = Math.floor(from + n * step + (random.between(0, 999) / 1000) * step);
    const name = random.weighted(names, (one) => SCENARIOS[one]!.weight);
    const outside = nextOutside(random);
    const call = new CallUnderWay(random, startedAt, nextCallid(startedAt), nextCallid);
    SCENARIOS[name]!.play(call, outside);
    call.close();
    const { legs, transfers, forwards } = call;
    const happened = { name, did: SCENARIOS[name]!.isInbound ? DID : '', legs, transfers, forwards };
    if (endOf(happened) <= until) calls.push(happened);
  }
  return calls;
}
