import type { TransferAct } from '../../../../../src/simulator/pbx/channel.js';
import type { PushedEvent } from '../../../../../src/simulator/events/push-events.js';
import type { CallEvent, RecordEvent } from '../../../../../src/transfer/event.js';
import { type Member, partyNumber } from '../../../../../src/transfer/member.js';
import type { Story } from '../../../../../src/transfer/transfer.js';
import type { Known } from '../stories.js';

/** What one party did in a call, by one of its channels. */
export interface Deed {
  at: number;
  callid: string;
  member: Member;
  number: string;
  state: string;
}

/** A transfer with its story and the events around it, as a wrong rule looks at them. */
export class Around {
  readonly story: Story;
  readonly at: number;
  readonly callid: string;
  readonly members: Member[];
  readonly transferor: string | null;
  readonly transferee: string | null;
  /** All deeds in this PBX, in the order of arrival. */
  readonly deeds: Deed[];
  readonly records: RecordEvent[];
  readonly failures: { at: number; event: CallEvent }[];
  /** The transfers of the same call with their stories, in order. */
  readonly inCall: Known[];
  readonly hasStates: boolean;

  constructor(known: Known, arrived: PushedEvent[], all: Map<TransferAct, Known>) {
    const { story, transfer } = known;
    this.story = story;
    this.at = +transfer.receivedAt;
    this.callid = transfer.callid;
    this.members = transfer.members;
    this.transferor = story.transferor.ext;
    this.transferee = story.transferee?.number ?? null;
    this.deeds = arrived.flatMap(({ at, event }) => (event.what === 'status' ? deedsOf(event, at) : []));
    this.hasStates = this.deeds.length > 0;
    this.records = arrived.flatMap(({ event }) =>
      event.what === 'record' && event.callid === this.callid ? [event] : [],
    );
    this.failures = arrived.flatMap(({ at, event }) => (event.what === 'failed' ? [{ at, event }] : []));
    this.inCall = [...all.values()].filter((other) => other.transfer.callid === this.callid);
  }

  get isTwoExtensions(): boolean {
    return this.members.length === 2 && this.members.every(({ kind }) => kind === 'ext');
  }

  /** What others than the two who talked did in this call afterwards. */
  get afterwards(): Deed[] {
    return this.deeds.filter(
      ({ at, callid, number }) => callid === this.callid && at > this.at && number !== this.transferee,
    );
  }

  /** What the transferor and those he called did in the five minutes before, the one handed on left out. */
  get before(): Deed[] {
    const own = new Set(
      this.deeds.filter(({ number }) => number === this.transferor).map(({ callid }) => callid),
    );
    return this.deeds.filter(
      ({ at, callid, number }) =>
        at < this.at &&
        at > this.at - 300_000 &&
        own.has(callid) &&
        number !== this.transferee &&
        number !== this.transferor,
    );
  }
}

/** The older dialects say what the first member does, the others what each does. */
function deedsOf(event: CallEvent & { what: 'status' }, at: number): Deed[] {
  const members = event.members[0]?.channelid === undefined ? event.members.slice(0, 1) : event.members;
  return members.map((member) => ({
    at,
    callid: event.callid,
    member,
    number: partyNumber(member),
    state: (member.memberstatus ?? '').replace('ANSWERED', 'ANSWER'),
  }));
}
