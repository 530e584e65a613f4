import type { PbxEvent } from '../../../../src/transfer/event.js';
import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';

/** Events as lines to read, with the seconds since the first of them. */
export function lines(pushed: PushedEvent[]): string[] {
  const first = pushed[0]?.at ?? 0;
  return pushed.map(({ at, event }) => `${((at - first) / 1000).toFixed(2).padStart(8)} ${brief(event)}`);
}

export function brief(event: PbxEvent): string {
  if (event.what === 'other' || event.what === 'survey') return event.name;
  const call = event.callid.slice(-8);
  if (event.what === 'record') {
    const by = event.answeredBy === null ? '' : `(${event.answeredBy})`;
    return `${call} record ${event.startedAtLocal?.slice(11)} ${event.from} -> ${event.to}${by} ${event.status} call ${event.callSeconds} talk ${event.talkSeconds}`;
  }
  const members = event.members.map((member) => {
    const who = member.kind === 'ext' ? member.number : `${member.kind}(${member.from}>${member.to})`;
    const channel = member.channelid === undefined ? '' : `#${member.channelid.replace(/^.*?-0*/, '')}`;
    const path = member.callpath === undefined ? '' : `@${member.callpath}`;
    return `${who}${channel}${member.memberstatus === undefined ? '' : `:${member.memberstatus}`}${path}`;
  });
  return `${call} ${event.what === 'failed' ? `CallFailed ${event.reason}` : event.name} ${members.join(' ')}`;
}
