import { isExtensionNumber } from './extension-number.js';
import { type Member, partyNumber } from './member.js';
import type { Direction, Transferee, Transferor } from './transfer.js';

export interface Attribution {
  direction: Direction;
  transferor: Transferor;
  transferee: Transferee | null;
}

/**
 * Which of two extensions in a transfer event transferred. It differs by dialect. No vendor
 * documents it; it fits every known example.
 */
export type TransferorPlace = 'first' | 'last' | 'unknown';

/**
 * Who transferred which party, as far as the event alone says, and on what basis. Where no case applies, nobody is
 * named: the neighbouring events may decide it later.
 */
export function attribute(members: Member[], place: TransferorPlace): Attribution {
  const extensions = members.filter((member) => member.kind === 'ext');
  const outside = members.filter((member) => member.kind !== 'ext');
  const direction = directionOf(members);
  const [first, second] = extensions;

  if (first && !second && outside[0]) {
    return {
      direction,
      transferor: { ext: first.number, basis: 'only-extension' },
      transferee: party(outside[0]),
    };
  }
  if (first && !second) {
    // Call forwarding: the listed extension is the caller, and the one that was transferred.
    return { direction, transferor: NOBODY, transferee: party(first) };
  }
  if (first && second && members.length === 2 && place !== 'unknown') {
    const [transferor, transferee] = place === 'first' ? [first, second] : [second, first];
    return {
      direction,
      transferor: { ext: transferor.number, basis: 'member-order' },
      transferee: party(transferee),
    };
  }
  if (members.length === 1 && outside[0]?.kind === 'inbound') {
    const called = outside[0].to;
    const transferor: Transferor = isExtensionNumber(called)
      ? { ext: called, basis: 'called-extension' }
      : NOBODY;
    return { direction, transferor, transferee: party(outside[0]) };
  }
  return { direction, transferor: NOBODY, transferee: null };
}

const NOBODY: Transferor = { ext: null, basis: 'unknown' };

function directionOf(members: Member[]): Direction {
  if (members.some((member) => member.kind === 'inbound')) return 'inbound';
  return members.some((member) => member.kind === 'outbound') ? 'outbound' : 'internal';
}

function party(member: Member): Transferee {
  return { kind: member.kind, number: partyNumber(member) };
}
