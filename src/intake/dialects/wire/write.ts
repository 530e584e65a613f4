import type { PbxEvent, RecordEvent } from '../../../transfer/event.js';
import type { Member } from '../../../transfer/member.js';

// What the dialects' writers have in common.

/** The names of v1, to which v2 adds two. */
export const EVENT_WORDS = { transfer: 'Tranfer', record: 'NewCdr', failed: 'CallFailed' };

/** As a PBX puts its serial number: left out where it tells none. */
export function serialField(sn: string): { sn?: string } {
  return isBlank(sn) ? {} : { sn };
}

export function recordFields(event: RecordEvent, targetTrunk: string): object {
  return {
    timestart: event.startedAtLocal ?? '',
    callfrom: event.from,
    callto: calledOf(event),
    callduraction: event.callSeconds === null ? '' : String(event.callSeconds),
    talkduraction: event.talkSeconds === null ? '' : String(event.talkSeconds),
    srctrunkname: event.sourceTrunk ?? '',
    [targetTrunk]: event.targetTrunk ?? '',
    pincode: '',
    status: STATUS_WORDS[event.status],
    type: TYPE_WORDS[event.type],
    recording: event.recording ?? '',
    didnumber: event.did ?? '',
    agentringtime: '0',
  };
}

export function calledOf({ to, answeredBy }: RecordEvent): string {
  return answeredBy === null ? to : `${to}(${answeredBy})`;
}

export const STATUS_WORDS = {
  answered: 'ANSWERED',
  'no-answer': 'NO ANSWER',
  busy: 'BUSY',
  failed: 'FAILED',
  abandoned: 'ABANDONED',
  voicemail: 'VOICEMAIL',
  unknown: '',
};
export const TYPE_WORDS = {
  internal: 'Internal',
  inbound: 'Inbound',
  outbound: 'Outbound',
  unknown: '',
};

export function callidOf(event: PbxEvent): string | undefined {
  return event.what === 'other' ? undefined : event.callid;
}

export function membersOf(event: PbxEvent): Member[] | undefined {
  return event.what === 'other' || event.what === 'record' || event.what === 'survey'
    ? undefined
    : event.members;
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}
