import { hash } from 'node:crypto';
import type { TransferEvent } from './event.js';
import type { Member } from './member.js';

export interface Identity {
  /** SHA-256 in hexadecimal: equal for two deliveries of one event. */
  digest: string;
  /** True where no later event can rightly have this identity; else only a delivery close in time is a re-send. */
  forever: boolean;
}

/** What makes two events the same: the PBX, the call, and who was in it in which order, on which channels. */
export function identity({ sn, callid, members }: TransferEvent): Identity {
  // JSON, because its quotes and brackets keep ["1","23"] apart from ["12","3"].
  const text = JSON.stringify([sn, callid, members.map(whoAndWhere)]);
  return {
    digest: hash('sha256', text),
    forever: members.every(hasChannel),
  };
}

/**
 * The party and its leg. Left out: `memberstatus` and `callpath`, which tell the moment of sending and may differ in
 * a re-send; and the dialect, since a PBX that is logged in to anew in another one still speaks of the same transfer.
 */
function whoAndWhere(member: Member): string[] {
  const leg = [member.channelid, member.legid].map((id) => id ?? '');
  return member.kind === 'ext'
    ? [member.kind, member.number, ...leg]
    : [member.kind, member.from, member.to, member.trunkname ?? '', ...leg];
}

/** A blank channel id tells nothing apart. */
function hasChannel({ channelid }: Member): boolean {
  return channelid !== undefined && channelid !== '';
}
