import type { Story } from '../../../src/transfer/transfer.js';
import type { Member } from '../../../src/transfer/member.js';
import { type EventTape, START } from '../../support/stories/event-tape.js';

/** Any of several answers is right. */
type Wanted<T> = T | Matcher | (T extends object ? { [K in keyof T]?: Wanted<T[K]> } : never);

interface Matcher {
  asymmetricMatch(got: unknown): boolean;
}

/** A call as somebody's PBX pushed it, and what must be said of its transfers, in their order. */
export interface FieldCase {
  promise: string;
  /** What is easily got wrong about it. */
  why: string;
  /** Where the facts come from. */
  source: string;
  eventTape: EventTape;
  truth: ({ [K in keyof Story]?: Wanted<Story[K]> } & { answeredAfter?: Matcher })[];
}

export function oneOf<T>(...right: T[]): Matcher {
  return { asymmetricMatch: (got) => right.some((each) => holds(each, got)) };
}

export function about(seconds: number, moreOrLess: number): Matcher {
  return { asymmetricMatch: (got) => typeof got === 'number' && Math.abs(got - seconds) <= moreOrLess };
}

/** The id of a call that began so many seconds after the one that the case is about. */
export const callAt = (second: number, counter: number): string => `${START + second}.${counter}`;

/** A member on an analogue channel, which is the port's. */
export const on = (channelid: string, member: Member): Member => ({ ...member, channelid });

/** A member that the call reached through a queue, a ring group or a menu. */
export const via = (callpath: string, member: Member): Member => ({ ...member, callpath });

function holds(wanted: unknown, got: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === got;
  return Object.entries(wanted).every(
    ([key, value]) => typeof got === 'object' && got !== null && holds(value, Reflect.get(got, key)),
  );
}
