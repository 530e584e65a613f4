import { readEvent } from '../../../src/intake/dialects/dialects.js';
import { type Member, partyNumber } from '../../../src/transfer/member.js';

const TEN_MINUTES = 600_000;

/**
 * The rule that the program had before: the same members on the same channels are the same transfer, for ever where each has
 * a channel, else within ten minutes of the last delivery. It counts the transfers of each call, for a test to show that it
 * would find it wrong.
 */
export function countLiterally(pushes: { at: number; body: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  const lastAt = new Map<string, number>();
  for (const { at, body } of pushes) {
    const reading = readEvent(Buffer.from(body));
    if (!('event' in reading) || reading.event.what !== 'transfer') continue;
    const { sn, callid, members } = reading.event;
    const key = JSON.stringify([sn, callid, members.map(wordsOf)]);
    const last = lastAt.get(key);
    const isKnown = last !== undefined && (members.every(hasChannel) || at - last <= TEN_MINUTES);
    if (!isKnown) counts.set(callid, (counts.get(callid) ?? 0) + 1);
    lastAt.set(key, at);
  }
  return counts;
}

const wordsOf = (member: Member) => [member.kind, partyNumber(member), member.channelid ?? ''];
const hasChannel = ({ channelid = '' }: Member) => channelid !== '';
