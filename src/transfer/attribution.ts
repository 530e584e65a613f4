import type { TransferEvent } from './event.js';
import { type Member, partyNumber } from './member.js';
import type { Direction, Transferee, Transferor } from './transfer.js';

export interface Attribution {
  direction: Direction;
  transferor: Transferor;
  transferee: Transferee | null;
}

/**
 * Who handed whom on, as far as the event alone tells, and on what basis. What no case covers names nobody: the
 * neighbouring events may settle it later.
 */
export function attribute({ dialect, members }: Pick<TransferEvent, 'dialect' | 'members'>): Attribution {
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
    // Call forwarding: the one that is listed called, and is the one handed on.
    return { direction, transferor: NOBODY, transferee: party(first) };
  }
  if (first && second && members.length === 2 && dialect !== 'p-series') {
    // No vendor's contract, but every example fits: v1 names the transferor first, the others last.
    const v1 = dialect === 'v1.0' || dialect === 'v1.1';
    const [transferor, transferee] = v1 ? [first, second] : [second, first];
    return {
      direction,
      transferor: { ext: transferor.number, basis: 'member-order' },
      transferee: party(transferee),
    };
  }
  if (members.length === 1 && outside[0]?.kind === 'inbound') {
    const called = outside[0].to;
    const transferor: Transferor = EXTENSION.test(called)
      ? { ext: called, basis: 'called-extension' }
      : NOBODY;
    return { direction, transferor, transferee: party(outside[0]) };
  }
  return { direction, transferor: NOBODY, transferee: null };
}

const NOBODY: Transferor = { ext: null, basis: 'unknown' };
const EXTENSION = /^[0-9]{1,7}$/;

function directionOf(members: Member[]): Direction {
  if (members.some((member) => member.kind === 'inbound')) return 'inbound';
  return members.some((member) => member.kind === 'outbound') ? 'outbound' : 'internal';
}

function party(member: Member): Transferee {
  return { kind: member.kind, number: partyNumber(member) };
}
