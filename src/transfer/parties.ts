import type { KeptEvent } from './event.js';
import { isTechnical, type Member, partyNumber } from './member.js';
import type { Transfer } from './transfer.js';

/**
 * The numbers that an event names as parties of its call, each once: by them a neighbouring call is found when the
 * call id did not survive a transfer. A withheld number is nobody, and so is a technical leg.
 */
export function partiesOf(event: KeptEvent): string[] {
  if (event.what === 'survey') return [];
  return event.what === 'record'
    ? each([event.from, event.to, event.answeredBy ?? ''])
    : each(people(event.members));
}

/** The parties of a transfer. v1.0.0 can leave the transferor out of the members. */
export function partiesOfTransfer({
  members,
  transferor,
}: Pick<Transfer, 'members' | 'transferor'>): string[] {
  return each([...people(members), transferor.ext ?? '']);
}

const people = (members: Member[]): string[] =>
  members.filter((member) => !isTechnical(member)).map(partyNumber);

/** What is longer is no number, and would not fit into an index. */
const LONGEST = 100;

const each = (numbers: string[]): string[] => [
  ...new Set(numbers.map((number) => number.trim()).filter(({ length }) => length > 0 && length <= LONGEST)),
];
