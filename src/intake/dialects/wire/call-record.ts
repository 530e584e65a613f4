import type { RecordEvent, RecordStatus, RecordType, EventHeader } from '../../../transfer/event.js';
import { shownNumber } from '../../../transfer/member.js';
import { fields, type JsonObject } from './lossless-json.js';
import { filled, shortText, text } from './text.js';

/** The facts of a call record, however firmware and dialect spell its keys and words. */
export function readRecord(sent: JsonObject): Omit<RecordEvent, keyof EventHeader | 'what' | 'callid'> {
  const uid = filled(sent.uid);
  const transferred = readTransferred(sent);
  const { party: to, answeredBy } = readCalled(text(sent.callto ?? sent.call_to) ?? '');
  const did = shortText(sent.didnumber ?? sent.did_number);
  const recording = shortText(sent.recording ?? sent.record_file);
  return {
    startedAtLocal: readStart(text(sent.timestart ?? sent.time_start) ?? ''),
    from: shownNumber(text(sent.callfrom ?? sent.call_from) ?? ''),
    to,
    answeredBy,
    callSeconds: readSeconds(text(sent.callduraction ?? sent.callduration ?? sent.call_duration) ?? ''),
    talkSeconds: readSeconds(text(sent.talkduraction ?? sent.talkduration ?? sent.talk_duration) ?? ''),
    sourceTrunk: filled(sent.srctrunkname ?? sent.src_trunk_name) ?? null,
    targetTrunk: filled(TARGET_TRUNK.map((key) => sent[key]).find((trunk) => trunk !== undefined)) ?? null,
    status: STATUSES.get(lettersOf(text(sent.status) ?? '')) ?? 'unknown',
    type: TYPES.get(lettersOf(text(sent.type) ?? '')) ?? 'unknown',
    ...(did !== undefined && { did }),
    ...(recording !== undefined && { recording }),
    ...(sent.fetched === 'yes' && { fetched: true as const }),
    ...(uid !== undefined && { uid }),
    ...(transferred && { transferred }),
  };
}

/** `2002 blind transferred, …` or `… attended transferred`: of the reason, and of a timeline, only these beginnings are known. Any other text says nothing. */
const TRANSFERRED = /^ *(?:[^<]{0,100}<)?([0-9]{1,20})>? (blind|attended) transferred\b/i;

function readTransferred(sent: JsonObject): RecordEvent['transferred'] {
  const timeline = Array.isArray(sent.event_list) ? sent.event_list : [];
  for (const said of [sent.reason, ...timeline.map((one) => fields(one).event_content)]) {
    const [, by, kind] = TRANSFERRED.exec(text(said) ?? '') ?? [];
    if (by !== undefined) return { by, kind: kind!.toLowerCase() === 'blind' ? 'blind' : 'attended' };
  }
  return undefined;
}

/** All of these spellings of one field were seen on real PBXes. */
const TARGET_TRUNK = ['dsttrcunkname', 'desttrunkname', 'dstrunkname', 'dsttrunkname', 'dst_trunk_name'];

const STATUSES = new Map<string, RecordStatus>([
  ['ANSWERED', 'answered'],
  ['ANSWERD', 'answered'],
  ['ANSWER', 'answered'],
  ['NOANSWER', 'no-answer'],
  ['NOANSWERED', 'no-answer'],
  ['BUSY', 'busy'],
  ['FAILED', 'failed'],
  ['ABANDONED', 'abandoned'],
  ['VOICEMAIL', 'voicemail'],
]);

const TYPES = new Map<string, RecordType>([
  ['INTERNAL', 'internal'],
  ['INBOUND', 'inbound'],
  ['OUTBOUND', 'outbound'],
]);

/** `NO ANSWER`, `no_answer` and `NoAnswer` are one word. */
function lettersOf(word: string): string {
  return word.length > 40 ? '' : word.replace(/[^A-Za-z]/g, '').toUpperCase();
}

/** `6200(4002)`: 6200, a queue or ring group, was called and 4002 took it. */
function readCalled(called: string): {
  party: string;
  answeredBy: string | null;
} {
  const open = called.lastIndexOf('(');
  const within = called.slice(open + 1, -1);
  if (open < 1 || !called.endsWith(')') || !/^[0-9]+$/.test(within)) {
    return { party: shownNumber(called), answeredBy: null };
  }
  return { party: shownNumber(called.slice(0, open)), answeredBy: within };
}

function readStart(local: string): string | null {
  return START.test(local) && !Number.isNaN(Date.parse(`${local.replace(' ', 'T')}Z`)) ? local : null;
}
const START = /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$/;

/** v1 and v2 send text, P-Series a number; the parser has made both text. */
function readSeconds(duration: string): number | null {
  return /^ *[0-9]{1,9}(\.[0-9]+)? *$/.test(duration) ? Math.trunc(Number(duration)) : null;
}
