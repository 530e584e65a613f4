import { hash } from 'node:crypto';
import { type Member, partyNumber } from './member.js';
import type { Transfer } from './transfer.js';

export interface Identity {
  /** SHA-256 in hexadecimal: equal for two events that can be deliveries of one. */
  digest: string;
  /** The channels of its members in order; null where one of them has none. Events with different channels are different transfers. */
  legs: string[] | null;
  /** Each channel belongs to one leg of one call alone, so that equal channels mean the same transfer. */
  hasOwnLegs: boolean;
}

/**
 * What two deliveries of one transfer event have in common, in whichever dialect each was written: the PBX, the call, who
 * transferred, and the other parties. Members' states, trunks and leg ids are left out: they differ by dialect or by the
 * moment of sending. A PBX that does not name itself is known by the `sender`'s address.
 *
 * It is necessary, not sufficient: the same two people can transfer the same call twice. What happened in between decides
 * (intake/sql/resend.ts).
 */
export function identity(
  { sn, callid, members, transferor }: Pick<Transfer, 'sn' | 'callid' | 'members' | 'transferor'>,
  sender: string,
): Identity {
  const others = members
    .filter((member) => member.kind !== 'ext' || member.number !== transferor.ext)
    .map((member) => [member.kind, partyNumber(member)]);
  // JSON, because its quotes and brackets keep ["1","23"] apart from ["12","3"].
  const text = JSON.stringify([pbxOf(sn, sender), callid, transferor.ext, others]);
  return {
    digest: hash('sha256', text),
    legs: members.every(hasChannel) ? members.map(({ channelid }) => channelid!) : null,
    hasOwnLegs: members.every(hasOwnLeg),
  };
}

/** The PBX behind an event. Two PBXes without a serial number differ by nothing but their address. */
export const pbxOf = (sn: string, sender: string): string => (sn === '' ? `at ${sender}` : sn);

/** What is kept of its address: nothing where the serial number says more. */
export const senderOf = (sn: string, sender: string): string => (sn === '' ? sender : '');

/** A blank channel id tells nothing apart. */
const hasChannel = ({ channelid }: Member): boolean => channelid !== undefined && channelid !== '';

/** Asterisk counts its channels: `PJSIP/1020-0000002c`. An analogue port is `DAHDI/5-1` in every call. */
export const hasOwnLeg = ({ channelid = '' }: Member): boolean => /-[0-9a-f]{8}(;[12])?$/i.test(channelid);
