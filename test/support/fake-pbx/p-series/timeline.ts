import { durationsOf, trunksOf, typeOf, type HappenedCall, type Leg } from '../calls/call.js';
import { show, type Display } from './display-time.js';
import { outboundCallerId, reasonOf, recordingOf, shown, uidOf } from './rows.js';

/** What the newer records call one CDR: all legs of one call id, in order. */
export interface CdrV2 {
  uid: string;
  legs: Leg[];
  call: HappenedCall;
}

export function cdrsOf(calls: HappenedCall[], display: Display): CdrV2[] {
  return calls.flatMap((call) =>
    [...new Set(call.legs.map(({ callid }) => callid))].map((id) => ({
      uid: uidOf(id, display.offsetMinutes),
      legs: call.legs.filter(({ callid }) => callid === id).sort((a, b) => a.startedAt - b.startedAt),
      call,
    })),
  );
}

/** A row of `cdr/search` (v2.0) and the `basic` of `cdr/detail`: one call, by its first and its last leg. */
export function basicOf({ uid, legs, call }: CdrV2, id: number, display: Display) {
  const first = legs[0]!;
  const last = legs.at(-1)!;
  const total = Math.max(...legs.map(({ endedAt }) => endedAt)) - first.startedAt;
  const answered = legs.find(({ answeredAt, to }) => answeredAt !== null && to.kind === 'ext');
  const routing = answered ? answered.answeredAt! - first.startedAt : total;
  return {
    ...{ id, uid, time: show(first.startedAt, display), call_type: typeOf(first) },
    ...{ call_from: shown(first.from), call_from_name: first.from.name, call_from_number: first.from.number },
    ...{ call_to: shown(first.to), call_to_name: first.to.name, call_to_number: first.to.number },
    ...{ last_participant: shown(last.to), last_participant_name: last.to.name },
    ...{ last_participant_number: last.to.number, last_status: last.status, segments: legs.length },
    ...{ call_duration: total, routing_duration: routing, handling_duration: total - routing },
    dids: call.did === '' ? [] : [{ name: '', number: call.did }],
  };
}

/** One leg in `timeline` of `cdr/detail`. */
export function legOf(cdr: CdrV2, leg: Leg, display: Display) {
  return {
    ...legFields(cdr, leg, display),
    ...{ call_from: shown(leg.from), call_to: shown(leg.to), time: show(leg.startedAt, display) },
    recording: recordingOf(leg, display.offsetMinutes),
    event_list: eventsOf(leg, display, true),
  };
}

/** The `msg` of event 30039, one for each leg. */
export function timelineEvent(cdr: CdrV2, leg: Leg, display: Display) {
  return {
    ...legFields(cdr, leg, display),
    ...{ uid: cdr.uid, call_from: leg.from.number, call_to: leg.to.number },
    time_start: show(leg.startedAt, display),
    event_list: eventsOf(leg, display, false),
  };
}

function legFields(cdr: CdrV2, leg: Leg, display: Display) {
  const { total, ring, talk } = durationsOf(leg);
  const { source, destination } = trunksOf(leg);
  const number = cdr.legs.indexOf(leg) + 1;
  return {
    leg: number,
    cdr_id: `${uidOf(leg.callid, display.offsetMinutes).slice(0, 14)}-${cdr.uid.slice(-4)}${number}`,
    transaction_id: String(31_000 + number),
    ...{ call_type: typeOf(leg), status: leg.status },
    ...{ call_duration: total, ring_duration: ring, talk_duration: talk, hold_duration: 0 },
    ...{ src_trunk: source, dst_trunk: destination },
    did_number: leg.from.kind === 'outside' ? cdr.call.did : '',
    dod_number: leg.to.kind === 'outside' ? outboundCallerId : '',
  };
}

const TRANSFERS: Record<string, [name: string, type: string]> = {
  'blind transferred': ['Blind Transfer', 'blind_transfer'],
  'attended transferred': ['Attended Transfer', 'attended_transfer'],
};

/** The fields are documented; the names, the types and the sentences of the events are made up. */
function eventsOf(leg: Leg, display: Display, isDetail: boolean) {
  const { startedAt, answeredAt, endedAt, from, to, end } = leg;
  const events: [at: number, name: string, type: string, content: string][] = [
    [startedAt, 'Call Start', 'start', `${from.number} called ${to.number}`],
  ];
  if (to.kind === 'ext') events.push([startedAt, 'Ringing', 'ring', `${to.number} is ringing`]);
  if (answeredAt !== null) events.push([answeredAt, 'Answered', 'answer', `${to.number} answered`]);
  const transfer = TRANSFERS[end.how];
  if (transfer) events.push([endedAt, ...transfer, `${end.by.number} ${end.how} the call`]);
  events.push([endedAt, 'Call End', 'end', reasonOf(leg)]);
  return events.map(([at, event_name, event_type, event_content], n) => ({
    ...{ event_id: String(n + 1), event_name, event_type, event_ts: show(at, display), event_content },
    ...(isDetail && { event_time: at - startedAt }),
  }));
}
