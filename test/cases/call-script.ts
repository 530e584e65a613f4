import type { Story } from '../../src/transfer/transfer.js';
import type { Member } from '../../src/transfer/member.js';
import { ext, inbound, START, EventTape } from '../support/stories/event-tape.js';

/** The events of one call, and what is true of its transfers, in their order. */
export interface CallScript {
  promise: string;
  eventTape: EventTape;
  truth: Partial<Story>[];
}

export const CALLER = '12345678';
export const caller = inbound(CALLER, '1020', 0x2b);
export const transferor = ext('1020', 0x2c);
export const target = ext('4001', 0x2d);
/** Who talks with 1020 inside. */
export const colleague = ext('2000', 0x2b);
export const OTHER = `${START + 40}.20`;

/** An outside caller talks with 1020 from the fifth second on. */
export function talking(eventTape = new EventTape()): EventTape {
  return eventTape
    .status(1, [caller, 'ALERT'], [transferor, 'RING'])
    .status(5, [caller, 'ANSWERED'], [transferor, 'ANSWER']);
}

/** The target's phone rings and the target answers. */
export function blind(eventTape: EventTape, from: Member, by: Member, to: Member, second: number): EventTape {
  return eventTape
    .status(second, [by, 'BYE'])
    .status(second + 1, [from, 'ALERT'], [to, 'RING'])
    .status(second + 7, [from, 'ANSWERED'], [to, 'ANSWER']);
}

export const ended = (eventTape: EventTape, second: number, ...parties: Member[]): EventTape =>
  eventTape.status(second, ...parties.map((party): [Member, string] => [party, 'BYE']));

export function script(
  promise: string,
  truth: Partial<Story>[],
  play: (eventTape: EventTape) => void,
  eventTape = talking(),
): CallScript {
  play(eventTape);
  return { promise, eventTape, truth };
}

export const to = (number: string, answeredBy: string | null = number): Story['target'] => ({
  kind: 'ext',
  number,
  answeredBy,
});
