import type { Random } from '../random.js';

export interface Crew {
  number: string;
  members: string[];
}

/**
 * Who works at the company and who calls it. Nobody is in two calls at once unless a scenario says so; the first
 * extensions (reception) and a few callers are busier than the rest.
 */
export class Staff {
  private readonly busyUntil = new Map<string, number>();
  private readonly taken = new Set<string>();
  private readonly extensions: string[];
  private readonly outside: string[];
  private readonly groups: Crew[];

  constructor(size: number) {
    const first = size > 8000 ? 100_000 : 1000;
    this.extensions = Array.from({ length: size }, (_, i) => String(first + i));
    this.outside = Array.from({ length: size * 6 }, (_, i) => outsideNumber(i));
    this.groups = Array.from({ length: Math.max(3, Math.ceil(size / 40)) }, (_, i) => ({
      number: String((first > 1000 ? 620_000 : 6200) + i),
      members: this.extensions.slice(4 + i * 5, 9 + i * 5),
    }));
  }

  extension(random: Random, at: number): string {
    return this.someone(this.extensions, random, at);
  }

  /** Reception takes most of what comes in. */
  firstToAnswer(random: Random, at: number): string {
    const reception = this.extensions.slice(0, 2).filter((number) => this.isFree(number, at));
    return reception.length > 0 && random.chance(0.4)
      ? this.take(random.pick(reception))
      : this.extension(random, at);
  }

  outsider(random: Random, at: number): string {
    return this.someone(this.outside, random, at);
  }

  /** A queue or ring group with those of its members who are free to ring, at least two. */
  crew(random: Random, at: number): Crew {
    const group = random.pick(this.groups);
    const members = group.members.filter((number) => this.isFree(number, at)).slice(0, 4);
    members.forEach((number) => this.take(number));
    while (members.length < 2) members.push(this.extension(random, at));
    return { number: group.number, members };
  }

  /** The call script that took them is over: they are free again a little later. */
  release(until: number): void {
    for (const number of this.taken) this.busyUntil.set(number, until + 5000);
    this.taken.clear();
  }

  private someone(pool: readonly string[], random: Random, at: number): string {
    const wanted = random.mostlyLow(pool.length);
    for (let i = 0; i < pool.length; i += 1) {
      const number = pool[(wanted + i) % pool.length];
      if (number !== undefined && this.isFree(number, at)) return this.take(number);
    }
    throw new Error(`all ${pool.length} are in calls: too many calls for so few people`);
  }

  private isFree(number: string, at: number): boolean {
    return !this.taken.has(number) && (this.busyUntil.get(number) ?? 0) <= at;
  }

  private take(number: string): string {
    this.taken.add(number);
    return number;
  }
}

/** From ranges that are kept free for fiction, in the spellings that trunks deliver. */
function outsideNumber(i: number): string {
  const last = String(Math.floor(i / 3) % 1000).padStart(3, '0');
  const more = i < 3000 ? '' : String(Math.floor(i / 3000));
  return [`02079460${last}`, `+441632960${last}`, `01174960${last}`][i % 3] + more;
}
