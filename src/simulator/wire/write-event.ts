import type { Dialect, PbxEvent, RecordEvent, EventHeader } from '../../transfer/event.js';
import type { Member } from '../../transfer/member.js';

/**
 * The event as a PBX of its dialect puts it on the wire; null where that dialect has no way to say it, such as a
 * channel id in v1 or a `legid` in v2.
 */
export function writeEvent(event: PbxEvent): string | null {
  return WRITERS[event.dialect](event);
}

const WRITERS: Record<Dialect, (event: PbxEvent) => string | null> = {
  v2: writeV2,
  'v1.1': writeV11,
  'v1.0': writeV10,
  openvox: writeOpenVox,
  'p-series': writePSeries,
};

function writeV2(event: PbxEvent): string | null {
  const members = membersOf(event);
  if (members?.some((member) => member.legid !== undefined)) return null;
  return JSON.stringify({
    event: event.name,
    callid: callidOf(event),
    ...(event.what === 'record' && recordFields(event, 'dsttrcunkname')),
    ...(event.what === 'failed' && { reason: event.reason }),
    members: members?.map(({ kind, legid: _none, ...fields }) => ({
      [kind]: fields,
    })),
    sn: event.sn,
  });
}

function writeV11(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null) return null;
  // Without `call` and serial number it would be v1.0's, and with a MAC address for one OpenVox's.
  if (membersOf(event) === undefined && (isBlank(event.sn) || isMac(event.sn))) return null;
  return JSON.stringify({
    ...v1Head(event),
    call: membersOf(event) && parties.map(([kind, party]) => ({ [kind]: party })),
    ...v1Tail(event),
  });
}

function writeV10(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null || isMac(event.sn)) return null;
  // An event that names nobody and has a serial number would be v1.1's.
  if (parties.length === 0 && !isBlank(event.sn)) return null;
  return writeRepeating([...Object.entries(v1Head(event)), ...parties, ...Object.entries(v1Tail(event))]);
}

/** Extensions that follow one another share one `ext`, with an array of their numbers. */
function writeOpenVox(event: PbxEvent): string | null {
  const parties = v1Parties(event);
  if (parties === null) return null;
  if (!isMac(event.sn) && !parties.some(([kind]) => kind === 'ext')) return null;
  const grouped: [string, object][] = [];
  for (const [kind, party] of parties) {
    const last = grouped.at(-1);
    if (kind !== 'ext' || !('extid' in party)) grouped.push([kind, party]);
    else if (last && 'extid' in last[1]) last[1] = { extid: [last[1].extid, party.extid].flat() };
    else grouped.push([kind, { extid: isMac(event.sn) ? party.extid : [party.extid] }]);
  }
  return writeRepeating([...Object.entries(v1Head(event)), ...grouped, ...Object.entries(v1Tail(event))]);
}

/** `msg` is pretty-printed JSON, written out as text. */
function writePSeries(event: PbxEvent): string | null {
  const members = membersOf(event);
  if (members?.some((member) => member.legid !== undefined)) return null;
  const msg = {
    call_id: callidOf(event),
    members: members?.map((member) => ({
      [member.kind === 'ext' ? 'extension' : member.kind]: {
        ...(member.kind === 'ext'
          ? { number: member.number }
          : { from: member.from, to: member.to, trunk_name: member.trunkname }),
        channel_id: member.channelid,
        member_status: member.memberstatus,
        call_path: member.callpath,
      },
    })),
    ...(event.what === 'failed' && { reason: event.reason }),
    ...(event.what === 'record' && {
      time_start: event.startedAtLocal ?? ' ',
      call_from: event.from,
      call_to: calledOf(event),
      call_duration: event.callSeconds,
      talk_duration: event.talkSeconds,
      src_trunk_name: event.sourceTrunk ?? ' ',
      dst_trunk_name: event.targetTrunk ?? ' ',
      pin_code: ' ',
      status: STATUS[event.status],
      type: TYPE[event.type],
    }),
  };
  const type = /^[1-9][0-9]{0,8}$/.test(event.name) ? Number(event.name) : event.name;
  return JSON.stringify({
    type,
    sn: event.sn,
    msg: JSON.stringify(msg, null, '\t'),
  });
}

/** The parties as all of v1 writes them; null where one has what v1 cannot say. */
function v1Parties(event: PbxEvent): [kind: string, party: object][] | null {
  const state = event.what === 'status' ? event.name.toUpperCase() : undefined;
  const parties: [string, object][] = [];
  for (const [n, member] of (membersOf(event) ?? []).entries()) {
    if (member.channelid !== undefined || member.callpath !== undefined) return null;
    // The event's name is the state of the party named first.
    if (member.memberstatus !== (n === 0 ? state : undefined)) return null;
    if (member.kind === 'ext') {
      if (member.legid !== undefined) return null;
      parties.push(['ext', { extid: member.number }]);
    } else {
      const { kind, from, to, trunkname, legid } = member;
      parties.push([kind, { from, to, trunk: trunkname, [`${kind}id`]: legid }]);
    }
  }
  return parties;
}

function v1Head(event: PbxEvent): object {
  return {
    action: event.name,
    callid: callidOf(event),
    ...(event.what === 'record' && recordFields(event, 'desttrunkname')),
    ...(event.what === 'failed' && { reason: event.reason }),
  };
}

function v1Tail({ sn }: EventHeader): object {
  return isBlank(sn) ? {} : { sn };
}

/** An object whose keys may repeat, which JSON.stringify cannot write. */
function writeRepeating(entries: [string, unknown][]): string {
  const written = entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${written.join(',')}}`;
}

function recordFields(event: RecordEvent, targetTrunk: string): object {
  return {
    timestart: event.startedAtLocal ?? '',
    callfrom: event.from,
    callto: calledOf(event),
    callduraction: event.callSeconds === null ? '' : String(event.callSeconds),
    talkduraction: event.talkSeconds === null ? '' : String(event.talkSeconds),
    srctrunkname: event.sourceTrunk ?? '',
    [targetTrunk]: event.targetTrunk ?? '',
    pincode: '',
    status: STATUS[event.status],
    type: TYPE[event.type],
    recording: '',
    didnumber: '',
    agentringtime: '0',
  };
}

function calledOf({ to, answeredBy }: RecordEvent): string {
  return answeredBy === null ? to : `${to}(${answeredBy})`;
}

const STATUS = {
  answered: 'ANSWERED',
  'no-answer': 'NO ANSWER',
  busy: 'BUSY',
  failed: 'FAILED',
  abandoned: 'ABANDONED',
  voicemail: 'VOICEMAIL',
  unknown: '',
};
const TYPE = {
  internal: 'Internal',
  inbound: 'Inbound',
  outbound: 'Outbound',
  unknown: '',
};

function callidOf(event: PbxEvent): string | undefined {
  return event.what === 'other' ? undefined : event.callid;
}

function membersOf(event: PbxEvent): Member[] | undefined {
  return event.what === 'other' || event.what === 'record' ? undefined : event.members;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** An OpenVox gives its MAC address as serial number. */
function isMac(sn: string): boolean {
  return /^[a-f][0-9a-f]{11}$/i.test(sn);
}
