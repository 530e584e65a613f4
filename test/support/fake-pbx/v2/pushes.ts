import { request } from 'node:http';
import { durationsOf, trunksOf, typeOf, type HappenedCall } from '../calls/call.js';
import { pushedEventsOf, type EventOfCall, type MemberOfEvent } from '../calls/pushed-events.js';
import { recordingOf } from '../p-series/rows.js';
import { recordsOf, statusOf, talkOf, timestart } from './csv.js';

const NAMES = { status: 'CallStatus', transfer: 'Tranfer', forward: 'Forward', record: 'NewCdr' };

/** What a v2 PBX pushes of a call, as it goes over the wire, each with its time. */
export function timedPushesOf(
  call: HappenedCall,
  sn: string,
  offsetMinutes: number,
): { at: number; push: object }[] {
  return pushedEventsOf(call).flatMap((event) =>
    (event.leg ? records(event, call, sn, offsetMinutes) : [withMembers(event, sn)]).map((push) => ({
      at: event.at,
      push,
    })),
  );
}

export const pushesOf = (...asked: Parameters<typeof timedPushesOf>): object[] =>
  timedPushesOf(...asked).map(({ push }) => push);

/** 2000 and 1020 talk, and one of them transfers: in v2 the last, in v1 the first. */
export function transferEvent(callid: string, sn: string, version: string): object {
  const numbers = ['2000', '1020'];
  if (version !== '2.0.0')
    return { action: 'Tranfer', callid, call: numbers.map((extid) => ({ ext: { extid } })), sn };
  const members = numbers.map((number) => ({ ext: { number, channelid: `PJSIP/${number}-${callid}` } }));
  return { event: 'Tranfer', callid, members, sn };
}

function withMembers({ what, callid, members }: EventOfCall, sn: string): object {
  return { event: NAMES[what], callid, members: members.map((one) => memberOf(one, what)), sn };
}

/** Only a CallStatus has the states of its members. */
function memberOf(
  { kind, number, from, to, channel, status }: MemberOfEvent,
  what: EventOfCall['what'],
): object {
  const state = what === 'status' ? { memberstatus: status, callpath: '' } : {};
  if (kind === 'ext') return { ext: { number, channelid: channel, ...state } };
  return { [kind]: { from, to, trunkname: 'SIP1', channelid: channel, ...state } };
}

function records(
  { leg: wanted }: EventOfCall,
  call: HappenedCall,
  sn: string,
  offsetMinutes: number,
): object[] {
  return recordsOf(call)
    .filter(({ leg }) => leg === wanted)
    .map(({ leg, callto }) => ({
      ...{ event: 'NewCdr', callid: leg.callid, timestart: timestart(leg.startedAt, offsetMinutes) },
      ...{ callfrom: leg.from.number, callto, callduraction: String(durationsOf(leg).total) },
      ...{ talkduraction: String(talkOf(leg, call)), srctrunkname: trunksOf(leg).source },
      ...{ dsttrcunkname: trunksOf(leg).destination, pincode: '', status: statusOf(leg), type: typeOf(leg) },
      recording: recordingOf(leg, offsetMinutes),
      ...{ didnumber: leg.from.kind === 'outside' ? call.did : '', agentringtime: '0', sn },
    }));
}

/** One TCP connection for each event, with the header lines that the vendor prints. Resolves with the status; 0: not reached. */
export function post(url: URL, body: object): Promise<number> {
  const text = JSON.stringify(body);
  const headers = [
    ...['Host', `${url.hostname}: ${url.port}`, 'User-Agent', 'WebAPI', 'Content-Type', 'application/json'],
    ...['Accept', 'application/json', 'Accept', 'application/json', 'Connection', 'close'],
    ...['Content-Length', String(Buffer.byteLength(text))],
  ];
  return new Promise((resolve) => {
    request(url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
    })
      .on('error', () => resolve(0))
      .end(text);
  });
}
