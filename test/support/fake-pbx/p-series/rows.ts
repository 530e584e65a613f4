import {
  durationsOf,
  startOf,
  trunksOf,
  typeOf,
  type HappenedCall,
  type Leg,
  type Party,
} from '../calls/call.js';
import { show, type Display } from './display-time.js';

/** A row of `cdr/search` (v1.0): one leg. Fields without a value are left out, as a live PBX was seen to do. */
export type CdrRow = Record<string, string | number>;

const MACHINE: Display = { date: 'YYYY/MM/DD', hours: 24, offsetMinutes: 0 };
const stamp = (seconds: number, offsetMinutes: number) =>
  show(seconds, { ...MACHINE, offsetMinutes }).replaceAll(/\D/g, '');

/** The id that all legs of a call share: `2026063021371710F70`. */
export function uidOf(callid: string, offsetMinutes: number): string {
  const [seconds, counter] = callid.split('.').map(Number) as [number, number];
  const tail = ((seconds * 7919 + counter * 104729) % 0x100000).toString(16).toUpperCase().padStart(5, '0');
  return stamp(seconds, offsetMinutes) + tail;
}

/** Two in five answered legs are recorded. */
export function recordingOf(leg: Leg, offsetMinutes: number): string {
  const { callid, from, to, answeredAt } = leg;
  if (answeredAt === null || to.kind === 'menu' || (answeredAt + Number(callid.split('.')[1])) % 5 > 1)
    return '';
  return `${stamp(answeredAt, offsetMinutes)}-${callid}-${from.number}-${to.number}-${typeOf(leg)}.wav`;
}

/** `Ana Ruiz<4001>`; a number without a name stands alone. */
export const shown = ({ name, number }: Party) => (name === '' ? number : `${name}<${number}>`);

/** Only that a transfer's reason begins with the transferor and the kind is known; what follows is made up, and differs so that nobody relies on it. */
export function reasonOf({ end, from, to, status, startedAt }: Leg): string {
  const { by, how } = end;
  if (how === 'did not answer')
    return status === 'BUSY' ? `${by.number} is busy` : `${by.number} did not answer`;
  if (how === 'hung up') return `${by.number} hung up`;
  const other = by === from ? to : from;
  const tails = [`${by.number} ${how}, ${other.number} hung up`, `${by.number} ${how}, call ended`];
  return tails[startedAt % tails.length]!;
}

/** Old records know no ABANDONED. */
const dispositionOf = ({ status }: Leg) => (status === 'ABANDONED' ? 'NO ANSWER' : status);

export const outboundCallerId = '911000000';

export function rowOf(leg: Leg, call: HappenedCall, id: CdrRow, display: Display): CdrRow {
  const { total, ring, talk } = durationsOf(leg);
  const { source, destination } = trunksOf(leg);
  const fields = {
    ...id,
    time: show(leg.startedAt, display),
    timestamp: leg.startedAt,
    uid: uidOf(leg.callid, display.offsetMinutes),
    call_from: shown(leg.from),
    call_to: shown(leg.to),
    src_trunk: source,
    dst_trunk: destination,
    duration: total,
    ring_duration: leg.to.kind === 'menu' ? '' : ring,
    talk_duration: talk === 0 ? '' : talk,
    disposition: dispositionOf(leg),
    call_type: typeOf(leg),
    did_number: leg.from.kind === 'outside' ? call.did : '',
    dod_number: leg.to.kind === 'outside' ? outboundCallerId : '',
    record_file: recordingOf(leg, display.offsetMinutes),
    reason: reasonOf(leg),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/** All legs of these calls, the newest first. */
export function legsOf(calls: HappenedCall[]): { leg: Leg; call: HappenedCall }[] {
  return calls
    .toSorted((a, b) => startOf(a) - startOf(b))
    .flatMap((call) => call.legs.map((leg) => ({ leg, call })))
    .toSorted((a, b) => b.leg.startedAt - a.leg.startedAt);
}
