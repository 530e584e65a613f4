import type { CallEvent } from './event.js';
import { isTechnical, partyNumber } from './member.js';

/**
 * The numbers that an event names as parties of its call, each once: by them a neighbouring call is found when the
 * call id did not survive a transfer. A withheld number is nobody, and so is a technical leg.
 */
export function partiesOf(event: CallEvent): string[] {
  const named =
    event.what === 'record'
      ? [event.from, event.to, event.answeredBy ?? '']
      : event.members.filter((member) => !isTechnical(member)).map(partyNumber);
  return [...new Set(named.map((number) => number.trim()).filter(Boolean))];
}
