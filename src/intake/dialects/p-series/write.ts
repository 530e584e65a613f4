import type { PbxEvent } from '../../../transfer/event.js';
import type { DialectWriter } from '../dialect-writer.js';
import { isMac } from '../openvox/looks-like-openvox.js';
import { calledOf, callidOf, isBlank, membersOf, STATUS_WORDS, TYPE_WORDS } from '../wire/write.js';

export const pSeriesWriter: DialectWriter = {
  write,
  writeIgnored: ({ type, facts, sn }) => ({
    name: String(type),
    body: JSON.stringify({ type, sn, msg: JSON.stringify(facts) }),
  }),
  names: { transfer: '30013', status: '30011', record: '30012', forward: '30014', failed: '30015' },
  serials: ['3631A2000001', '3631A2000002'],
  takesSerial: (sn) => !isBlank(sn) && !isMac(sn),
  putsExtensionFirst: false,
  tellsStatesInTransfers: true,
  recordsAbandoned: true,
};

/** `msg` is pretty-printed JSON, written out as text. */
function write(event: PbxEvent): string | null {
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
    ...(event.what === 'survey' && { survey_result: event.result }),
    ...(event.what === 'record' && {
      time_start: event.startedAtLocal ?? ' ',
      call_from: event.from,
      call_to: calledOf(event),
      call_duration: event.callSeconds,
      talk_duration: event.talkSeconds,
      src_trunk_name: event.sourceTrunk ?? ' ',
      dst_trunk_name: event.targetTrunk ?? ' ',
      pin_code: ' ',
      status: STATUS_WORDS[event.status],
      type: TYPE_WORDS[event.type],
      did_number: event.did ?? ' ',
      recording: event.recording ?? ' ',
      uid: event.uid,
    }),
  };
  const type = /^[1-9][0-9]{0,8}$/.test(event.name) ? Number(event.name) : event.name;
  return JSON.stringify({
    type,
    sn: event.sn,
    msg: JSON.stringify(msg, null, '\t'),
  });
}
