/**
 * What people and boxes decide at random. Each draw has a name of its own, so that one of them can be drawn anew while
 * all the others stay: the same call again, but for one hidden choice.
 */
export class Choices {
  /** The names of all draws so far, in order. */
  readonly made: string[] = [];
  private readonly times = new Map<string, number>();
  private readonly fixed = new Map<string, number | boolean>();

  constructor(
    private readonly seed: number,
    /** Draws that are made anew, each with a number that says how. */
    private readonly redrawn: ReadonlyMap<string, number> = new Map(),
    /** What is rare comes more often: each weight counts as its square root. */
    private readonly isOdd = false,
  ) {}

  /** A call script says how this comes out from now on. */
  fix(name: string, result: number | boolean): void {
    this.fixed.set(name, result);
  }

  /** A whole number, both ends included. */
  between(name: string, least: number, most: number): number {
    const fixed = this.fixed.get(name);
    return typeof fixed === 'number' ? fixed : Math.floor(least + this.draw(name) * (most - least + 1));
  }

  chance(name: string, probability: number): boolean {
    const fixed = this.fixed.get(name);
    return typeof fixed === 'boolean' ? fixed : this.draw(name) < this.weigh(probability);
  }

  pick<T>(name: string, from: readonly T[]): T {
    const picked = from[Math.floor(this.draw(name) * from.length)];
    if (picked === undefined) throw new Error(`${name}: nothing to pick from`);
    return picked;
  }

  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(name: string, weights: Partial<Record<K, number>>): K {
    const entries = Object.entries<number | undefined>(weights) as [K, number | undefined][];
    let left = this.draw(name) * entries.reduce((sum, [, weight = 0]) => sum + this.weigh(weight), 0);
    for (const [key, weight = 0] of entries) {
      left -= this.weigh(weight);
      if (left < 0) return key;
    }
    return entries[0]![0];
  }

  private weigh(weight: number): number {
    return this.isOdd ? Math.sqrt(weight) : weight;
  }

  /** From 0 to below 1. */
  private draw(name: string): number {
    const nth = this.times.get(name) ?? 0;
    this.times.set(name, nth + 1);
    const full = `${name}/${nth}`;
    this.made.push(full);
    const salt = this.redrawn.get(full) ?? 0;
    return mix(mix(this.seed ^ hashOf(full)) ^ Math.imul(salt, 0x9e3779b9)) / 0x1_0000_0000;
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Spreads each bit of a number over all 32. */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
