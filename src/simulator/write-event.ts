import type { PbxEvent } from '../transfer/event.js';
import type { Member } from '../transfer/member.js';

/** An event as the PBX's firmware spells it; null where the dialect has no words for it. */
export function writeEvent(event: PbxEvent): string | null {
  if (event.dialect !== 'v2') return null;
  const { sn } = event;
  switch (event.what) {
    case 'record':
      return JSON.stringify({
        event: event.name,
        callid: event.callid,
        timestart: event.startedAtLocal,
        callfrom: event.from,
        callto: event.answeredBy === null ? event.to : `${event.to}(${event.answeredBy})`,
        callduraction: String(event.callSeconds ?? 0),
        talkduraction: String(event.talkSeconds ?? 0),
        srctrunkname: event.sourceTrunk ?? '',
        dsttrcunkname: event.targetTrunk ?? '',
        status: {
          answered: 'ANSWERED',
          'no-answer': 'NO ANSWER',
          busy: 'BUSY',
          failed: 'FAILED',
          voicemail: 'VOICEMAIL',
          unknown: '',
        }[event.status],
        type: { internal: 'Internal', inbound: 'Inbound', outbound: 'Outbound', unknown: '' }[event.type],
        sn,
      });
    case 'other':
      return JSON.stringify({ event: event.name, sn });
    default: {
      const reason = event.what === 'failed' ? { reason: event.reason } : {};
      return JSON.stringify({
        event: event.name,
        callid: event.callid,
        ...reason,
        members: event.members.map(wire),
        sn,
      });
    }
  }
}

function wire({ kind, ...fields }: Member): object {
  return { [kind]: fields };
}
