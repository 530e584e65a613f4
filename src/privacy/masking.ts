import type { Member } from '../transfer/member.js';
import { OUTSIDE_TARGETS, type Target, type Transferee, type Transferor } from '../transfer/transfer.js';
import { maskChannel, maskExtension, maskNumber, maskParty, maskRecording, maskText } from './masked-text.js';

/*
 * The one place that makes outside numbers unreadable: list, stream, call and exports go through maskTransfer
 * and maskFacts, reports through sql/masked-number.ts, which is maskNumber in SQL, and maskKey.
 *
 * Shown as they are: the call id and the serial number, by which things are found; and what is the company's own: the name
 * of a trunk, and the number by which the company was called (`did`, `to` of an inbound member).
 */

/** Where a view of a transfer holds outside numbers. */
interface WithNumbers {
  transferor: Transferor;
  transferee: Transferee | null;
  target: Target | null;
  members: Member[];
}

/** The same transfer with outside numbers unreadable. */
export function maskTransfer<View extends WithNumbers>(view: View): View {
  const { transferor, transferee, target } = view;
  return {
    ...view,
    transferor: { ...transferor, ext: transferor.ext && maskExtension(transferor.ext) },
    transferee: transferee && {
      ...transferee,
      number: (transferee.kind === 'ext' ? maskExtension : maskNumber)(transferee.number),
    },
    target: target && {
      ...target,
      number: (OUTSIDE_TARGETS.includes(target.kind) ? maskNumber : maskExtension)(target.number),
      answeredBy: target.answeredBy && maskExtension(target.answeredBy),
    },
    members: view.members.map(maskMember),
  };
}

/** A member without outside numbers, also where a channel is named after one. */
function maskMember(member: Member): Member {
  const { channelid, memberstatus, callpath, legid } = member;
  const outside = member.kind === 'ext' ? '' : member.kind === 'inbound' ? member.from : member.to;
  const leg = {
    ...(channelid !== undefined && { channelid: maskChannel(channelid, outside) }),
    ...(memberstatus !== undefined && { memberstatus: maskText(memberstatus) }),
    ...(callpath !== undefined && { callpath: maskText(callpath) }),
    ...(legid !== undefined && { legid: maskText(legid) }),
  };
  switch (member.kind) {
    case 'ext':
      return { ...member, ...leg, number: maskExtension(member.number) };
    case 'inbound':
      return { ...member, ...leg, from: maskNumber(member.from) };
    case 'outbound':
      return { ...member, ...leg, from: maskParty(member.from), to: maskNumber(member.to) };
  }
}

interface Facts {
  members?: Member[];
  from?: string;
  to?: string;
  answeredBy?: string | null;
  type?: string;
  did?: string;
  recording?: string;
  transferred?: { by: string };
}

/** The company's own, a time, and words of this program. */
const SHOWN = new Set(['sourceTrunk', 'targetTrunk', 'startedAtLocal', 'status', 'type']);

/**
 * The facts of an event with outside numbers unreadable. The number that was called (`did`) is the company's own, but for an
 * outgoing leg, where nobody knows what it is. In a field that is not named here every number is masked.
 */
export function maskFacts(facts: object): object {
  const { members, from, to, answeredBy, type, did, recording, transferred } = facts as Facts;
  const rest = Object.entries(facts).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' && !SHOWN.has(name) ? maskText(value) : value,
  ]);
  const ends = {
    ...(from !== undefined && { from: (type === 'inbound' ? maskNumber : maskParty)(from) }),
    ...(to !== undefined && { to: (type === 'outbound' ? maskNumber : maskParty)(to) }),
    ...(answeredBy && { answeredBy: maskExtension(answeredBy) }),
  };
  const extensions = [from === ends.from && from, to === ends.to && to, ends.answeredBy];
  return {
    ...(Object.fromEntries(rest) as object),
    ...ends,
    ...(members && { members: members.map(maskMember) }),
    ...(did !== undefined && { did: type === 'outbound' ? maskNumber(did) : did }),
    ...(recording !== undefined && { recording: maskRecording(recording, extensions) }),
    ...(transferred && { transferred: { ...transferred, by: maskExtension(transferred.by) } }),
  };
}

/** The key of a report's row: in a column of extensions, what cannot be one. */
export function maskKey<Key extends Record<string, string | number | null>>(
  key: Key,
  columns: readonly string[],
): Key {
  const masked = columns.map((name) => [
    name,
    typeof key[name] === 'string' ? maskExtension(key[name]) : key[name],
  ]);
  return { ...key, ...(Object.fromEntries(masked) as object) };
}
