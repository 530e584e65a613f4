import { shownNumber } from '../../transfer/member.js';
import type { FetchedRecord } from '../fetched-records.js';
import type { PbxObject } from './api-client.js';
import { type DisplayFormat, pbxLocalTime, readTime } from './display-time.js';

/** How the PBX writes its times, and by how many ms its clock is ahead of ours. */
export interface PbxTime {
  format: DisplayFormat;
  ahead: number;
}

/**
 * A row of `cdr/search` is one leg of a call. Its fields have other names than those of the pushed record (30012), and it has
 * no call id: the rows of a call share a `uid`. What the PBX leaves out has no value.
 */
export interface CdrRow {
  uid: string;
  /** In ms of the PBX's clock. */
  start: number;
  from: string;
  to: string;
  sent: PbxObject;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** Null where it does not say which call it belongs to, or when it was. */
export function readRow(sent: PbxObject, format: DisplayFormat): CdrRow | null {
  const uid = text(sent['uid']);
  const seconds = Number(text(sent['timestamp']) || Number.NaN);
  const start = Number.isNaN(seconds) ? readTime(text(sent['time']), format) : seconds * 1000;
  if (uid === '' || start === null) return null;
  return {
    uid,
    start,
    from: shownNumber(text(sent['call_from'])),
    to: shownNumber(text(sent['call_to'])),
    sent,
  };
}

/** `20261016150409-1792162649.12-4001-4002-Internal.wav` names the call. */
const RECORDING = /(?:^|\/)\d{14}-(\d{9,10}\.\d+)-/;

export const callidOfRow = ({ sent }: CdrRow): string | null =>
  text(sent['call_id']) || (RECORDING.exec(text(sent['record_file']))?.[1] ?? null);

/** Each row as a record to hand to the intake. The call id that one row of a call tells is that of all of them. */
export function toFetched(rows: CdrRow[], sn: string, { format, ahead }: PbxTime): FetchedRecord[] {
  const callids = new Map<string, string>();
  for (const row of rows) {
    const callid = callidOfRow(row);
    if (callid !== null) callids.set(row.uid, callid);
  }
  return rows.map((row) => ({
    call: row.uid,
    callid: callids.get(row.uid) ?? null,
    start: row.start - ahead,
    end: row.start - ahead + Number(text(row.sent['duration']) || 0) * 1000,
    parties: [row.from, row.to],
    event: (callid) => ({ type: 30012, sn, msg: asPushed(row, callid, format) }),
  }));
}

/** Under the names of the pushed record, with what only a row says. */
function asPushed({ uid, start, sent }: CdrRow, callid: string, format: DisplayFormat): object {
  const shown = readTime(text(sent['time']), format);
  // The offset of that day, where the clock was put back or forward since.
  const offset = shown === null ? format.offset : format.offset + (shown - start) / 60_000;
  return {
    call_id: callid,
    uid,
    time_start: pbxLocalTime(start, offset),
    call_from: sent['call_from'],
    call_to: sent['call_to'],
    call_duration: sent['duration'],
    talk_duration: sent['talk_duration'] ?? 0,
    src_trunk_name: sent['src_trunk'],
    dst_trunk_name: sent['dst_trunk'],
    status: sent['disposition'],
    type: sent['call_type'],
    recording: sent['record_file'],
    did_number: sent['did_number'],
    reason: sent['reason'],
    event_list: sent['event_list'],
    fetched: 'yes',
  };
}
