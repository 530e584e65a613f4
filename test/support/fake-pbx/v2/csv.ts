import { durationsOf, trunksOf, typeOf, type HappenedCall, type Leg } from '../calls/call.js';
import { show } from '../p-series/display-time.js';
import { recordingOf } from '../p-series/rows.js';

export const HEADER =
  'callid,timestart,callfrom,callto,callduraction,talkduraction,srctrunkname,dsttrunkname,status,type,pincode,recording,didnumber,sn';

/** `2019-10-24 00:00:00`, in the PBX's own time. */
export const timestart = (seconds: number, offsetMinutes: number) =>
  show(seconds, { date: 'YYYY/MM/DD', hours: 24, offsetMinutes }).replaceAll('/', '-');

export function readTimestart(text: string, offsetMinutes: number): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  return Date.parse(`${text.replace(' ', 'T')}Z`) / 1000 - offsetMinutes * 60;
}

/** v2 knows no ABANDONED. */
export const statusOf = ({ status }: Leg) => (status === 'ABANDONED' ? 'NO ANSWER' : status);

/**
 * Of a call that came to a queue there is one record, `6400(4003)`, or one for the queue and one for the extension; both
 * are seen. Every other call here has the one.
 */
export function recordsOf({ legs }: HappenedCall): { leg: Leg; callto: string }[] {
  return legs.flatMap((leg, n) => {
    const isOne = Number(leg.callid.split('.')[1]) % 2 === 0;
    if (isOne && legs[n - 1]?.takenBy === leg.to) return [];
    return [
      { leg, callto: isOne && leg.takenBy ? `${leg.to.number}(${leg.takenBy.number})` : leg.to.number },
    ];
  });
}

/** After a blind transfer the talk of a leg that nobody answered can include its ringing: every third one here. */
export function talkOf(leg: Leg, call: HappenedCall): number {
  const { ring, talk } = durationsOf(leg);
  const isTransferred = call.transfers.some(({ at, target }) => at === leg.startedAt && target === leg.to);
  return leg.answeredAt === null && isTransferred && leg.startedAt % 3 === 0 ? ring : talk;
}

export function csvOf(calls: HappenedCall[], sn: string, offsetMinutes: number): string {
  const lines = calls.flatMap((call) =>
    recordsOf(call).map(({ leg, callto }) => {
      const { source, destination } = trunksOf(leg);
      return [
        ...[leg.callid, timestart(leg.startedAt, offsetMinutes), leg.from.number, callto],
        ...[durationsOf(leg).total, talkOf(leg, call), source, destination, statusOf(leg), typeOf(leg), ''],
        ...[recordingOf(leg, offsetMinutes), leg.from.kind === 'outside' ? call.did : '', sn],
      ].join(',');
    }),
  );
  return `${[HEADER, ...lines].join('\r\n')}\r\n`;
}
