/** Who can be at the end of a leg. `outside` is reached over the trunk; a queue, a ring group and a menu pick up by themselves. */
export interface Party {
  kind: 'ext' | 'outside' | 'queue' | 'group' | 'menu';
  number: string;
  /** What a P-Series shows before the number; empty: the number alone. */
  name: string;
}

export type LegStatus = 'ANSWERED' | 'NO ANSWER' | 'BUSY' | 'FAILED' | 'VOICEMAIL' | 'ABANDONED';

/** One party that rings another one, until one of the two leaves. The PBX writes one record for each leg. Times are Unix seconds. */
export interface Leg {
  callid: string;
  from: Party;
  to: Party;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number;
  status: LegStatus;
  /** Why it ended: who did what. */
  end: { by: Party; how: 'hung up' | 'blind transferred' | 'attended transferred' | 'did not answer' };
  /** The extension that took the call that came to a queue; its own leg follows. */
  takenBy: Party | null;
  /** The consultation that goes on as this leg: its target's phone does not ring anew. */
  continues: Leg | null;
}

/** A transfer that truly was made. */
export interface TrueTransfer {
  callid: string;
  at: number;
  kind: 'blind' | 'attended';
  transferor: Party;
  transferee: Party;
  target: Party;
  /** The extension that took it: the target itself, or one of the queue's. */
  answeredBy: Party | null;
  outcome: 'answered' | 'unanswered' | 'failed' | 'returned' | 'abandoned';
}

/** A call as it happened. A consultation on the phone's second line is a call with an id of its own, kept here with the call that it belongs to. */
export interface HappenedCall {
  /** What kind of call it is, for those who read a failed test. */
  name: string;
  /** The outside number that was called; empty for a call that did not come from outside. */
  did: string;
  legs: Leg[];
  transfers: TrueTransfer[];
  /** Legs that a forwarding rule made: listing one of kind `forward` invents nothing. */
  forwards: { from: Party; to: Party }[];
}

export const TRUNK = 'SIP1';

export const endOf = (call: HappenedCall): number => Math.max(...call.legs.map(({ endedAt }) => endedAt));

export const startOf = (call: HappenedCall): number =>
  Math.min(...call.legs.map(({ startedAt }) => startedAt));

/** Internal, Inbound or Outbound, by the ends of the leg; a call from outside that leaves again is outbound. */
export function typeOf({ from, to }: Pick<Leg, 'from' | 'to'>): 'Internal' | 'Inbound' | 'Outbound' {
  if (to.kind === 'outside') return 'Outbound';
  return from.kind === 'outside' ? 'Inbound' : 'Internal';
}

export const trunksOf = ({ from, to }: Leg) => ({
  source: from.kind === 'outside' ? TRUNK : '',
  destination: to.kind === 'outside' ? TRUNK : '',
});

export const durationsOf = ({ startedAt, answeredAt, endedAt }: Leg) => ({
  total: endedAt - startedAt,
  ring: (answeredAt ?? endedAt) - startedAt,
  talk: answeredAt === null ? 0 : endedAt - answeredAt,
});
