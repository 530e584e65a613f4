import { dialectNamed } from '../../../src/intake/dialects/dialects.js';
import type { Evidence, KnownEvent, KnownTransfer } from '../../../src/story/engine/evidence/evidence.js';
import type { CallEvent, Dialect, RecordEvent } from '../../../src/transfer/event.js';
import { partyNumber, type Member } from '../../../src/transfer/member.js';
import type { Transferor } from '../../../src/transfer/transfer.js';

/** The second at which every call begins: the call id's clock. */
export const START = 1_792_317_600;
export const CALL = `${START}.10`;

export function ext(number: string, channel?: number): Member {
  return {
    kind: 'ext',
    number,
    ...(channel === undefined ? {} : { channelid: `PJSIP/${number}-${hex(channel)}` }),
  };
}

export function inbound(from: string, to: string, channel?: number): Member {
  const channelid = channel === undefined ? {} : { channelid: `PJSIP/trunk-sip-endpoint-${hex(channel)}` };
  return { kind: 'inbound', from, to, trunkname: 'sip', ...channelid };
}

export function outbound(from: string, to: string, channel?: number): Member {
  const { channelid } = inbound(from, to, channel);
  return {
    kind: 'outbound',
    from,
    to,
    trunkname: 'sip',
    ...(channelid === undefined ? {} : { channelid }),
  };
}

const hex = (n: number): string => n.toString(16).padStart(8, '0');

/** What a PBX says over time, a line per event; seconds count from the start of the call. */
export class EventTape {
  readonly transfers: KnownTransfer[] = [];
  readonly events: KnownEvent[] = [];
  callid = CALL;
  /** Hours that the PBX's local time is ahead of UTC. */
  zone = 2;

  constructor(
    readonly dialect: Dialect = 'v2',
    readonly sn = '369451090405',
  ) {}

  status(second: number, ...states: [Member, string][]): this {
    const members = states.map(([member, memberstatus]) => ({
      ...member,
      memberstatus,
    }));
    const name = dialectNamed(this.dialect).writer.names.status ?? states[0]![1];
    return this.add(second, { ...this.header(name), what: 'status', members });
  }

  transfer(second: number, members: Member[], transferor?: Transferor): string {
    const id = `00000000-0000-7000-8000-${String(this.transfers.length + 1).padStart(12, '0')}`;
    const outside = members.find((member) => member.kind !== 'ext');
    const exts = members.filter((member) => member.kind === 'ext');
    const by = transferor ?? attributed(members, this.dialect);
    const other = outside ?? (by.ext === null ? undefined : exts.find((member) => member.number !== by.ext));
    this.transfers.push({
      id,
      dialect: this.dialect,
      callid: this.callid,
      members,
      receivedAt: at(second),
      direction: outside ? outside.kind : 'internal',
      transferor: by,
      transferee: other ? { kind: other.kind, number: partyNumber(other) } : null,
    });
    return id;
  }

  /** The same, in the line of a call's events. */
  handOn(second: number, members: Member[], transferor?: Transferor): this {
    this.transfer(second, members, transferor);
    return this;
  }

  /** `second` is when the record arrives; `start` when its leg began. */
  record(
    second: number,
    start: number,
    from: string,
    to: string,
    rest: Partial<Omit<RecordEvent, 'what'>> = {},
  ): this {
    const local = new Date((START + start + this.zone * 3600) * 1000);
    return this.add(second, {
      ...this.header('NewCdr'),
      what: 'record',
      startedAtLocal: local.toISOString().slice(0, 19).replace('T', ' '),
      from,
      to,
      answeredBy: null,
      callSeconds: second - start,
      // It rings for five seconds.
      talkSeconds: (rest.status ?? 'answered') === 'answered' ? Math.max(0, second - start - 5) : 0,
      sourceTrunk: null,
      targetTrunk: null,
      status: 'answered',
      type: 'internal',
      ...rest,
    });
  }

  forward(second: number, members: Member[]): this {
    return this.add(second, {
      ...this.header('Forward'),
      what: 'forward',
      members,
    });
  }

  failed(second: number, reason: string, members: Member[]): this {
    return this.add(second, {
      ...this.header('CallFailed'),
      what: 'failed',
      reason,
      members,
    });
  }

  /** What follows has this call id. */
  under(callid: string): this {
    this.callid = callid;
    return this;
  }

  get evidence(): Evidence {
    return { transfers: this.transfers, events: this.events };
  }

  header(name: string): {
    dialect: Dialect;
    name: string;
    sn: string;
    callid: string;
  } {
    return {
      dialect: this.dialect,
      name,
      sn: this.sn,
      callid: this.callid,
    };
  }

  add(second: number, event: CallEvent): this {
    const id = `00000000-0000-7000-9000-${String(this.events.length + 1).padStart(12, '0')}`;
    this.events.push({ id, receivedAt: at(second), event });
    return this;
  }
}

export const at = (second: number): Date => new Date((START + second) * 1000);

/** The transferor as the intake attributes it, as far as these events need it. */
function attributed(members: Member[], dialect: Dialect): Transferor {
  const exts = members.filter((member) => member.kind === 'ext');
  if (exts.length === 1 && members.length > 1) return { ext: exts[0]!.number, basis: 'only-extension' };
  if (exts.length === 2 && members.length === 2) {
    const first = dialectNamed(dialect).transferor === 'first';
    return { ext: exts[first ? 0 : 1]!.number, basis: 'member-order' };
  }
  return { ext: null, basis: 'unknown' };
}
