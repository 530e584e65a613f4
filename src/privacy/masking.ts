import { isExtensionNumber, type Member } from '../transfer/member.js';
import type { Target, Transferee } from '../transfer/transfer.js';

/*
 * The one place that makes outside numbers unreadable: list, stream, call and exports go through maskTransfer
 * and maskFacts, reports through sql/masked-number.ts, which is maskNumber in SQL.
 */

/** Where a view of a transfer holds outside numbers. */
interface WithNumbers {
  transferee: Transferee | null;
  target: Target | null;
  members: Member[];
}

/** The same transfer with outside numbers unreadable. */
export function maskTransfer<View extends WithNumbers>(view: View): View {
  const { transferee, target } = view;
  return {
    ...view,
    transferee: transferee && (transferee.kind === 'ext' ? transferee : maskParty(transferee)),
    target: target && (target.kind === 'outside' || target.kind === 'unknown' ? maskParty(target) : target),
    members: view.members.map(maskMember),
  };
}

/** An outside member without its outside number, also where a channel is named after it. */
function maskMember(member: Member): Member {
  if (member.kind === 'ext') return member;
  const end = member.kind === 'inbound' ? 'from' : 'to';
  const number = member[end];
  const channel =
    member.channelid && number.length >= 5 && member.channelid.replaceAll(number, maskNumber(number));
  return { ...member, [end]: maskNumber(number), ...(channel && { channelid: channel }) };
}

/** The last two digits stay, so that two callers can be distinguished; of a short number, none. A withheld one stays blank. */
export function maskNumber(number: string): string {
  if (number.trim() === '') return number;
  const ending = number.length >= 7 ? number.slice(-2) : '';
  return `${'*'.repeat(Math.max(3, number.length - ending.length))}${ending}`;
}

interface FactsWithNumbers {
  members?: Member[];
  from?: string;
  to?: string;
  answeredBy?: string | null;
  type?: string;
  did?: string;
  recording?: string;
}

/**
 * The facts of an event with outside numbers unreadable: those of its members, and in a record every number that is not an
 * extension's. The number that was called (`did`) is the company's own, but for an outgoing leg, where nobody knows what it is.
 */
export function maskFacts(facts: object): object {
  const { members, from, to, answeredBy, type, did, recording } = facts as FactsWithNumbers;
  const shown = {
    ...(from !== undefined && { from: (type === 'inbound' ? maskNumber : maskLong)(from) }),
    ...(to !== undefined && { to: (type === 'outbound' ? maskNumber : maskLong)(to) }),
  };
  const extensions = [from === shown.from && from, to === shown.to && to, answeredBy];
  return {
    ...facts,
    ...(members && { members: members.map(maskMember) }),
    ...shown,
    ...(did !== undefined && { did: type === 'outbound' ? maskNumber(did) : did }),
    ...(recording !== undefined && { recording: maskRecording(recording, extensions) }),
  };
}

/** `20191024201242-1571897930.5-203-201-Internal.wav`: time, call, both ends, type. */
const HARMLESS =
  /^(20\d\d(0[1-9]|1[0-2])[0-3]\d[0-2]\d[0-5]\d[0-5]\d|\d{9,10}\.\d+|internal|inbound|outbound)$/i;

/** What is not known for harmless in a recording's name can be a number, or a part of one. */
export function maskRecording(name: string, extensions: readonly unknown[] = []): string {
  const [, words = name, suffix = ''] = /^(.*?)(\.[a-z]\w{1,4})?$/is.exec(name) ?? [];
  return (
    words
      .split('-')
      .map((word) => (HARMLESS.test(word) || extensions.includes(word) ? word : maskNumber(word)))
      .join('-') + suffix
  );
}

/** What cannot be an extension is an outside number. */
const maskLong = (number: string) => (isExtensionNumber(number) ? number : maskNumber(number));

const maskParty = <P extends { number: string }>(party: P): P => ({
  ...party,
  number: maskNumber(party.number),
});
