import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { skipN } from 'pure-rand/utils/skipN';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that repeats itself: the same seed draws the same sequence on every machine. */
export class Random {
  private readonly source;

  constructor(seed: number) {
    this.source = xoroshiro128plus(seed | 0);
    // Its first draws still show the seed.
    skipN(this.source, 32);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return uniformInt(this.source, Math.round(least), Math.round(most));
  }

  chance(probability: number): boolean {
    return this.between(0, 999_999) < probability * 1_000_000;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new Error('nothing to pick from');
    return choice;
  }

  weighted<T>(choices: readonly T[], weightOf: (choice: T) => number): T {
    const total = choices.reduce((sum, choice) => sum + weightOf(choice), 0);
    let left = (this.between(0, 999_999_999) / 1_000_000_000) * total;
    for (const choice of choices) {
      left -= weightOf(choice);
      if (left < 0) return choice;
    }
    return this.pick(choices);
  }

  /** An index that is low most of the time: a few extensions and callers do most of the work. */
  mostlyLow(count: number): number {
    const even = this.between(0, 999_999) / 1_000_000;
    return Math.floor(count * even * even * even);
  }

  /** A stream of its own, so that a longer call script does not change the next one. */
  fork(): Random {
    return new Random(this.between(-0x80000000, 0x7fffffff));
  }
}
