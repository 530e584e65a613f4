import type { Member } from '../../../src/transfer/member.js';
import { recordEvent, transferEvent, v1Transfer } from '../../support/pushes.js';

/** An event to be sent, and what must be there once it was answered 200. */
export interface Sent {
  callid: string;
  body: string;
  /** Null for an event that is recorded, not a transfer. */
  members: Member[] | null;
}

const start = Math.floor(Date.now() / 1000);
let calls = 0;

/** A new event of a new call: transfers of one to three members, in two dialects, and call records. */
export function newEvent(): Sent {
  const callid = `${start}.${(calls += 1)}`;
  const channelid = (n: number) => `PJSIP/${n}-${calls.toString(16).padStart(8, '0')}`;
  const ext = (n: number) => ({ kind: 'ext' as const, number: String(n), channelid: channelid(n) });
  const caller = {
    kind: 'inbound' as const,
    from: `+34${600_000_000 + calls}`,
    to: '1020',
    trunkname: 'siptrunk',
    channelid: channelid(0),
  };
  switch (calls % 5) {
    case 0:
      return record(callid);
    case 1:
      return v1(callid, String(1000 + (calls % 50)));
    case 2:
      return v2(callid, [ext(2000), ext(1020)]);
    case 3:
      return v2(callid, [caller, ext(1020)]);
    default:
      return v2(callid, [caller, ext(1020), ext(1021)]);
  }
}

function v2(callid: string, members: Member[]): Sent {
  const sent = members.map(({ kind, ...member }) => ({ [kind]: member }));
  return { callid, members, body: JSON.stringify(transferEvent(callid, { members: sent })) };
}

/** No channel ids: a re-send is known by its time. */
function v1(callid: string, extid: string): Sent {
  const numbers = [extid, '2001'];
  const members = numbers.map((number) => ({ kind: 'ext' as const, number }));
  return { callid, members, body: JSON.stringify(v1Transfer(callid, ...numbers)) };
}

const record = (callid: string): Sent => ({
  callid,
  members: null,
  body: JSON.stringify(recordEvent(callid)),
});
