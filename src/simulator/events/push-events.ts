import type { EventDialect } from '../../intake/dialects/dialect.js';
import type { CallEvent, PbxEvent } from '../../transfer/event.js';
import type { Member } from '../../transfer/member.js';
import type { Choices } from '../pbx/choices.js';
import { type Channel, numberOf, type State, type LegRecord, type TransferAct } from '../pbx/channel.js';
import type { Firmware } from '../pbx/firmware.js';
import type { StateChange, Entry, Snapshot } from '../pbx/journal.js';

/** An event as the PBX pushes it, and of a transfer event, of which transfer. */
export interface PushedEvent {
  at: number;
  event: PbxEvent;
  transfer?: TransferAct;
}

/** Which kinds of events a site pushes besides transfers; the others are switched off. */
export interface Pushes {
  states: boolean;
  records: boolean;
  failures: boolean;
  forwards: boolean;
}

/** The PBX as its events name it. */
export interface Sender {
  firmware: Firmware;
  sn: string;
  /** `YYYY-MM-DD HH:MM:SS` without a zone, by its own clock. */
  localTime: (at: number) => string;
  pushes: Pushes;
  choices: Choices;
}

/** Everything that the PBX says of what happened, in the order in which it says it. */
export function pushedOf(journal: Entry[], sender: Sender): PushedEvent[] {
  const pushed = journal.flatMap((entry) => eventsOf(entry, sender));
  return pushed
    .map((one, i) => ({ one, i }))
    .sort((a, b) => a.one.at - b.one.at || a.i - b.i)
    .map(({ one }) => one);
}

function eventsOf(entry: Entry, sender: Sender): PushedEvent[] {
  const { at } = entry;
  const { pushes, firmware } = sender;
  switch (entry.what) {
    case 'states':
      return pushes.states ? statusesOf(entry.changes, entry.all, entry.call.id, at, sender) : [];
    case 'transferred':
      return entry.transfer.reported ? [transferOf(entry, sender)] : [];
    case 'forwarded': {
      const name = firmware.dialect.writer.names.forward;
      if (!pushes.forwards || !firmware.tellsForward || name === null) return [];
      const members = [named(entry.caller, firmware.dialect)];
      return [{ at, event: { ...headerOf(sender, name), what: 'forward', callid: entry.call.id, members } }];
    }
    case 'refused': {
      if (!pushes.failures) return [];
      const members = [named(entry.caller, firmware.dialect)];
      const header = headerOf(sender, firmware.dialect.writer.names.failed);
      return [
        { at, event: { ...header, what: 'failed', callid: entry.call.id, reason: entry.reason, members } },
      ];
    }
    case 'recorded':
      return pushes.records ? [{ at, event: recordOf(entry.record, sender) }] : [];
    default:
      return [];
  }
}

/** One event with every member of the call and its state, or for each change one that names who is at the other end. */
function statusesOf(
  changes: StateChange[],
  all: Snapshot[],
  callid: string,
  at: number,
  sender: Sender,
): PushedEvent[] {
  const { dialect, tellsChangesOnly } = sender.firmware;
  const { status } = dialect.writer.names;
  if (status !== null) {
    const changed = changes.map(({ channel }) => channel);
    const shown = tellsChangesOnly ? all.filter(({ channel }) => changed.includes(channel)) : all;
    const members = shown.map(({ channel, state, callpath }) => ({
      ...named(channel, dialect, callpath),
      memberstatus: state,
    }));
    return [{ at, event: { ...headerOf(sender, status), what: 'status', callid, members } }];
  }
  return changes
    .filter(({ state }) => state !== 'HOLD')
    .map(({ channel, state, peer }, i) => {
      const members: Member[] = [{ ...named(channel, dialect), memberstatus: state }];
      if (peer && state !== 'ALERT') members.push(named(peer, dialect));
      return { at: at + i * 2, event: { ...headerOf(sender, state), what: 'status', callid, members } };
    });
}

/** A channel as its dialect names it. */
function named(channel: Channel, dialect: EventDialect, callpath?: string): Member {
  const { party, id, legid } = channel;
  if (dialect.hasChannels) return { ...party, channelid: id, ...(callpath !== undefined && { callpath }) };
  return party.kind === 'ext' ? { ...party } : { ...party, legid };
}

function transferOf(
  { at, transfer, byState, restState }: Entry & { what: 'transferred' },
  sender: Sender,
): PushedEvent {
  const { dialect } = sender.firmware;
  const { by, rest, call } = transfer;
  const member = (channel: Channel, state: State): Member => ({
    ...named(channel, dialect),
    ...(dialect.writer.tellsStatesInTransfers && { memberstatus: state }),
  });
  const members = [member(rest, restState)];
  if (by && !namesRestAlone(transfer, sender)) {
    const transferor = member(by, byState);
    if (isTransferorFirst(rest, sender)) members.unshift(transferor);
    else members.push(transferor);
  }
  const header = headerOf(sender, dialect.writer.names.transfer);
  return { at, event: { ...header, what: 'transfer', callid: call.id, members }, transfer };
}

/** Where a dialect may leave out the transferor, it often does: the outside party's called number remains. */
function namesRestAlone({ rest }: TransferAct, { firmware, choices }: Sender): boolean {
  return (
    firmware.dialect.leavesOutTransferor &&
    rest.party.kind === 'inbound' &&
    choices.chance('names the caller alone', 0.4)
  );
}

function isTransferorFirst(
  { party }: Channel,
  { firmware: { dialect, swapsMembers }, choices }: Sender,
): boolean {
  if (party.kind !== 'ext') return dialect.writer.putsExtensionFirst;
  if (dialect.transferor === 'unknown') return choices.chance('transferor first', 0.5);
  return (dialect.transferor === 'first') !== swapsMembers;
}

function recordOf(record: LegRecord, sender: Sender): CallEvent {
  const { dialect, countsRinging } = sender.firmware;
  const { from, call, to, startedAt, endedAt, status, transferred } = record;
  const countsFrom = transferred && countsRinging ? startedAt : record.answeredAt;
  const sourceTrunk = from.kind === 'ext' ? null : from.trunkname;
  return {
    ...headerOf(sender, dialect.writer.names.record),
    what: 'record',
    callid: call.id,
    startedAtLocal: sender.localTime(startedAt),
    from: numberOf(from),
    to,
    answeredBy: record.answeredBy,
    callSeconds: Math.round((endedAt - startedAt) / 1000),
    talkSeconds: countsFrom === null ? 0 : Math.round((endedAt - countsFrom) / 1000),
    sourceTrunk,
    targetTrunk: record.targetTrunk,
    status,
    type: sourceTrunk !== null ? 'inbound' : record.targetTrunk !== null ? 'outbound' : 'internal',
  };
}

function headerOf({ firmware, sn }: Sender, name: string) {
  return { dialect: firmware.dialect.name, sn, name };
}
