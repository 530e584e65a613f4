import type { PbxEvent } from '../../transfer/event.js';
import type { Target, TransferKind } from '../../transfer/transfer.js';
import { type Member, partyNumber } from '../../transfer/member.js';
import type { ScriptParty, ScriptPbx } from './pbx.js';
import type { Random } from '../random.js';
import type { Staff } from '../company/staff.js';
import type { ScriptLeg, ScriptCall, ScriptChange, Said, ScriptRecord, Telling } from './script-call.js';
import type { Truth } from './truth.js';
import { namesOf, tellsAll, transferMembers, withLeg } from '../wire/wire-names.js';

/** What happens in and around one call, in order, and what the PBX says of it. */
export class CallScript {
  readonly said: Said[] = [];
  now: number;
  /** Some firmware tells only what changed, most tell all members of the call each time. */
  private readonly laconic: boolean;
  /** Talk in the record after a blind transfer counts from the transfer, ringing included. */
  readonly countsRinging: boolean;
  /** Whether the one handed on falls back to ALERT while the target rings. */
  readonly ringsBack: boolean;
  private unsent: ScriptRecord[] = [];

  constructor(
    readonly scenario: string,
    readonly pbx: ScriptPbx,
    readonly staff: Staff,
    readonly random: Random,
    readonly startsAt: number,
  ) {
    this.now = startsAt;
    this.laconic = random.chance(0.15);
    this.countsRinging = random.chance(0.4);
    this.ringsBack = random.chance(0.5);
  }

  /** Members of a call are named with all their states, so that one event says who was there. */
  get tellsAll(): boolean {
    return tellsAll(this.pbx.traits.dialect) && !this.laconic;
  }

  wait(least: number, most: number): void {
    this.now += this.random.between(least * 1000, most * 1000);
  }

  extension(): ScriptParty {
    return { kind: 'ext', number: this.staff.extension(this.random, this.now) };
  }

  openCall(): ScriptCall {
    return { id: this.pbx.callid(this.now), legs: [], transfers: 0 };
  }

  join(call: ScriptCall, party: ScriptParty, callpath?: string): ScriptLeg {
    const leg: ScriptLeg = {
      party,
      channelid: this.pbx.channel(party),
      legid: party.kind === 'outbound' ? this.pbx.callid(this.now) : call.id,
      ...(callpath === undefined ? {} : { callpath }),
      state: null,
    };
    call.legs.push(leg);
    return leg;
  }

  status(call: ScriptCall, changes: ScriptChange[], at = this.now): void {
    for (const { leg, state } of changes) leg.state = state;
    const { dialect, sn } = this.pbx.traits;
    const header = { what: 'status', dialect, sn, callid: call.id } as const;
    if (!tellsAll(dialect)) {
      // v1 says what one party does, named first, and beside it the other end of its leg. Hold is not said.
      changes
        .filter(({ leg, state }) => state !== 'HOLD' && !leg.technical)
        .forEach(({ leg, state, peer }, i) => {
          const members: Member[] = [{ ...withLeg(dialect, leg), memberstatus: state }];
          if (peer && state !== 'ALERT') members.push(withLeg(dialect, peer));
          this.said.push({
            at: at + i * 2,
            event: { ...header, name: state, members },
          });
        });
    } else {
      const legs = this.laconic
        ? changes.map((change) => change.leg)
        : call.legs.filter((leg) => leg.state !== null);
      const members = legs.map((leg) => ({
        ...withLeg(dialect, leg),
        memberstatus: leg.state ?? 'ALERT',
      }));
      this.said.push({
        at,
        event: { ...header, name: namesOf(dialect).status, members },
      });
    }
    call.legs = call.legs.filter((leg) => leg.state !== 'BYE');
  }

  /** The transfer event and its truth. A transferor that the members do not name alone can still be known by the rest. */
  transfer(
    call: ScriptCall,
    by: ScriptLeg,
    rest: ScriptLeg,
    target: Target,
    kind: TransferKind,
    how: Telling = {},
  ): Truth {
    const { dialect, sn } = this.pbx.traits;
    call.transfers += 1;
    const truth: Truth = {
      callid: call.id,
      sn,
      dialect,
      scenario: this.scenario,
      hop: call.transfers,
      at: new Date(this.now),
      sentAt: new Date(this.now),
      transferor: numberOfParty(by.party),
      transferee: { kind: rest.party.kind, number: numberOfParty(rest.party) },
      target,
      kind,
      outcome: 'unknown',
      answeredAt: null,
      talkSeconds: null,
      decided: {
        transferor: true,
        transferee: true,
        target: true,
        kind: true,
        outcome: true,
        answeredAt: false,
        talkSeconds: false,
      },
    };
    if (how.reported === false) return truth;
    const members = how.alone
      ? [withLeg(dialect, rest)]
      : transferMembers(dialect, by, rest, how.swapped ?? false, this.random);
    const event: PbxEvent = {
      what: 'transfer',
      dialect,
      sn,
      name: namesOf(dialect).transfer,
      callid: call.id,
      members,
    };
    this.said.push({ at: this.now, event, truth });
    return truth;
  }

  record(of: ScriptRecord, at = this.now): void {
    const { dialect, sn } = this.pbx.traits;
    const sourceTrunk = of.from.kind === 'ext' ? null : of.from.trunkname;
    const targetTrunk = of.to.trunkname ?? null;
    const event: PbxEvent = {
      what: 'record',
      dialect,
      sn,
      name: namesOf(dialect).record,
      callid: of.call.id,
      startedAtLocal: this.pbx.localTime(of.startedAt),
      from: numberOfParty(of.from),
      to: of.to.number,
      answeredBy: of.to.answeredBy ?? null,
      callSeconds: seconds(of.startedAt, of.endedAt),
      talkSeconds: of.answeredAt === null ? 0 : seconds(of.answeredAt, of.endedAt),
      sourceTrunk,
      targetTrunk,
      status: of.status,
      type: targetTrunk !== null ? 'outbound' : sourceTrunk !== null ? 'inbound' : 'internal',
    };
    this.said.push({ at, event });
  }

  /** Most records come only when the whole call ends. */
  recordAtEnd(of: ScriptRecord): void {
    this.unsent.push(of);
  }

  /** The call is over: its records follow, or come just before the last status. */
  end(): void {
    const lag = this.random.chance(0.7) ? this.random.between(20, 400) : -this.random.between(1, 15);
    this.unsent.forEach((of, i) => this.record(of, this.now + lag + i * 3));
    this.unsent = [];
    this.now += 500;
  }

  forward(call: ScriptCall, rest: ScriptLeg): void {
    const { dialect, sn } = this.pbx.traits;
    const name = namesOf(dialect).forward;
    if (name === null) return;
    const members = [withLeg(dialect, rest)];
    this.said.push({
      at: this.now,
      event: { what: 'forward', dialect, sn, name, callid: call.id, members },
    });
  }

  fail(call: ScriptCall, caller: ScriptLeg, reason: string): void {
    const { dialect, sn } = this.pbx.traits;
    const members = [withLeg(dialect, caller)];
    const name = namesOf(dialect).failed;
    this.said.push({
      at: this.now,
      event: {
        what: 'failed',
        dialect,
        sn,
        name,
        callid: call.id,
        reason,
        members,
      },
    });
  }
}

export function numberOfParty(party: ScriptParty): string {
  return partyNumber(party);
}

export function seconds(from: number, to: number): number {
  return Math.max(0, Math.round((to - from) / 1000));
}
