import type { TransferAct } from '../../../../../src/simulator/pbx/channel.js';
import type { CallEvent, TransferEvent } from '../../../../../src/transfer/event.js';
import { isTechnical, type Member, partyNumber } from '../../../../../src/transfer/member.js';
import { bursts } from './bursts.js';
import type { Readings } from './look.js';
import { Names } from './names.js';
import { aroundTransfer, type SaidEvent } from './neighbourhood.js';
import { recordWord, spanOf } from './record-look.js';

/** So soon before or after the event the one who hands on leaves the call. */
const LEAVE_MS = 100;

/** One thing that somebody did around a transfer, in words without numbers. */
interface Part {
  kind: 'before' | 'after' | 'record';
  word: string;
}

/**
 * What was done around a transfer, each party by the place at which it is named first. Pauses, channels, repetitions, and
 * what the two who talked did before it are left out, so that many calls have the same parts.
 */
export class Parts {
  readonly names = new Names();
  readonly readings: Readings = { moments: [], talks: [] };
  private readonly parts: Part[] = [];
  private readonly calls = new Names();
  private readonly states = new States();
  private readonly talked = new Set<string>();
  /** When each party that had talked left the call, and when the call was handed on again. */
  private readonly left = new Map<string, number>();
  private handedOnAt: number | null = null;

  constructor(said: SaidEvent[], act: TransferAct) {
    const own = said.find(({ transfer }) => transfer === act);
    if (own?.event.what !== 'transfer') return;
    this.calls.of(own.event.callid);
    for (const member of own.event.members) this.names.of(partyNumber(member));
    const named = new Set(own.event.members.map(partyNumber));
    for (const one of bursts(aroundTransfer(said, act))) this.take(one, own.at, one.transfer === act, named);
    this.readEnds(own.event.members.map((member) => this.names.of(partyNumber(member))));
  }

  /** When the first of two left, or the call was handed on again: their talk ends there at the latest. */
  private readEnds(members: string[]): void {
    for (const member of members)
      for (const other of this.left.keys()) {
        const ends = [this.left.get(member), this.left.get(other), this.handedOnAt].filter(
          (at) => at !== null,
        );
        const at = Math.min(...ends.filter((end) => end !== undefined));
        this.readings.moments.push({ name: `end of ${member} and ${other}`, at });
      }
  }

  /** The parts of these kinds, of those after it so many at most, and records in an order of their own. */
  words(kinds: Part['kind'][], atMost = Infinity): string[] {
    const [before, after, records] = (['before', 'after', 'record'] as const).map((each) =>
      kinds.includes(each) ? this.parts.filter(({ kind }) => kind === each).map(({ word }) => word) : [],
    ) as [string[], string[], string[]];
    const once = after.filter((word, i) => word !== after[i - 1]).slice(0, atMost);
    return [...new Set(before), ...once, ...new Set(records.sort())];
  }

  private take({ event, at }: SaidEvent, transferAt: number, isOwn: boolean, named: Set<string>): void {
    if (event.what === 'record') return this.takeRecord(event, transferAt);
    if (event.what === 'transfer' && at > transferAt && this.call(event) === '') this.handedOnAt ??= at;
    const kind = at < transferAt ? 'before' : 'after';
    if (event.what !== 'status') {
      const who = event.members.map((member) => this.name(member)).join(' ');
      const why = event.what === 'failed' ? event.reason.slice(0, 3) : '';
      return this.add(
        isOwn ? 'after' : kind,
        `${this.call(event)}${isOwn ? '*' : ''}${event.what}${why} ${who}`,
        at,
      );
    }
    for (const { member, state } of this.states.changed(event.members, event.callid)) {
      const isOwnLeave = state === 'BYE' && Math.abs(at - transferAt) < LEAVE_MS;
      const isUsual =
        (kind === 'before' || isOwnLeave) && named.has(partyNumber(member)) && this.call(event) === '';
      const who = this.names.of(partyNumber(member));
      if (state === 'ANSWER') this.talked.add(who);
      const isLeaving = kind === 'after' && state === 'BYE' && !isUsual && this.talked.has(who);
      if (isLeaving && !this.left.has(who)) this.left.set(who, at);
      if (!isUsual) this.add(kind, `${this.call(event)}${this.name(member)} ${state}`, at);
    }
  }

  private takeRecord(event: CallEvent & { what: 'record' }, transferAt: number): void {
    const span = spanOf(event);
    const word = `${this.call(event)}${recordWord(event, this.names, span, [transferAt])}`;
    this.parts.push({ kind: 'record', word });
    for (const [name, moment] of Object.entries(span))
      this.readings.moments.push({ name: `${word} ${name}`, at: moment });
    if (event.talkSeconds !== null) this.readings.talks.push({ name: word, seconds: event.talkSeconds });
  }

  private add(kind: Part['kind'], word: string, at: number): void {
    this.parts.push({ kind, word });
    this.readings.moments.push({ name: word, at });
  }

  private name(member: Member): string {
    const called =
      member.kind === 'ext' ? '' : `>${this.names.of(member.kind === 'inbound' ? member.to : member.from)}`;
    const path = member.callpath === undefined ? '' : `@${this.names.of(member.callpath)}`;
    return `${member.kind[0]}${this.names.of(partyNumber(member))}${called}${path}`;
  }

  /** Nothing for the transfer's own call. */
  private call({ callid }: CallEvent | TransferEvent): string {
    const name = this.calls.of(callid);
    return name === this.calls.first ? '' : `${name} `;
  }
}

/** What each party of a call does, whatever phone it uses: talks, is on hold, rings, or is gone. */
class States {
  private readonly channels = new Map<string, Map<string, string>>();
  private readonly last = new Map<string, string>();

  changed(members: Member[], callid: string): { member: Member; state: string }[] {
    const isV1 = members[0]?.channelid === undefined;
    return (isV1 ? members.slice(0, 1) : members).flatMap((member) => {
      const { memberstatus, channelid = '' } = member;
      if (memberstatus === undefined || memberstatus === 'ALERT' || isTechnical(member)) return [];
      const who = `${callid} ${partyNumber(member)}`;
      const own = this.channels.get(who) ?? new Map<string, string>();
      this.channels.set(who, own.set(channelid, memberstatus === 'ANSWERED' ? 'ANSWER' : memberstatus));
      const state = ['ANSWER', 'HOLD', 'RING', 'BYE'].find((each) => [...own.values()].includes(each)) ?? '';
      if (this.last.get(who) === state) return [];
      this.last.set(who, state);
      return [{ member, state }];
    });
  }
}
