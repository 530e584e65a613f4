import { durationsOf, trunksOf, typeOf, type HappenedCall, type Leg } from '../calls/call.js';
import { pushedEventsOf, type EventOfCall, type MemberOfEvent } from '../calls/pushed-events.js';
import { show, type Display } from './display-time.js';
import { recordingOf, uidOf } from './rows.js';
import { cdrsOf, timelineEvent } from './timeline.js';

export interface Push {
  type: number;
  sn: string;
  /** Text within text, but for the newest event, which has an object. */
  msg: string | object;
}

const TYPES = { status: 30011, record: 30012, transfer: 30013, forward: 30014 };

/** What a P-Series pushes of a call, each with its time; a newer one adds the timeline of each leg at the end. */
export function timedPushesOf(
  call: HappenedCall,
  sn: string,
  display: Display,
  isNew: boolean,
): { at: number; push: Push }[] {
  const pushes = pushedEventsOf(call).map((event) => ({
    at: event.at,
    push: {
      ...{ type: TYPES[event.what], sn },
      msg: JSON.stringify(event.leg ? record(event.leg, call, display) : members(event), null, '\t'),
    },
  }));
  if (!isNew) return pushes;
  const { at } = pushes.at(-1)!;
  const timelines = cdrsOf([call], display).flatMap((cdr) =>
    cdr.legs.map((leg) => ({ at, push: { type: 30039, sn, msg: timelineEvent(cdr, leg, display) } })),
  );
  return [...pushes, ...timelines];
}

export const pushesOf = (...asked: Parameters<typeof timedPushesOf>): Push[] =>
  timedPushesOf(...asked).map(({ push }) => push);

const members = ({ callid, members: all }: EventOfCall) => ({ call_id: callid, members: all.map(memberOf) });

function memberOf({ kind, number, from, to, channel, status }: MemberOfEvent) {
  const state = { channel_id: channel, member_status: status, call_path: '' };
  if (kind === 'ext') return { extension: { number, ...state } };
  return { [kind]: { from, to, trunk_name: 'SIP1', ...state } };
}

const MACHINE = { date: 'YYYY/MM/DD', hours: 24 } as const;

function record(leg: Leg, call: HappenedCall, { offsetMinutes }: Display) {
  const { total, talk } = durationsOf(leg);
  const { source, destination } = trunksOf(leg);
  return {
    call_id: leg.callid,
    time_start: show(leg.startedAt, { ...MACHINE, offsetMinutes }).replaceAll('/', '-'),
    ...{ call_from: leg.from.number, call_to: leg.to.number },
    ...{ call_duration: total, talk_duration: talk },
    ...{ src_trunk_name: source || ' ', dst_trunk_name: destination || ' ', pin_code: ' ' },
    ...{ status: leg.status, type: typeOf(leg) },
    recording: recordingOf(leg, offsetMinutes) || ' ',
    did_number: (leg.from.kind === 'outside' && call.did) || ' ',
    agent_ring_time: 0,
    uid: uidOf(leg.callid, offsetMinutes),
  };
}
