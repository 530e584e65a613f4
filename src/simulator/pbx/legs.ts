import type { Agenda } from './agenda.js';
import type { Channel, LegRecord, OpenLeg, SwitchedCall } from './channel.js';
import type { Choices } from './choices.js';
import type { Firmware } from './firmware.js';
import type { Entry } from './journal.js';

/** The legs of all calls, and when their records are written. */
export class Legs {
  private readonly openLegs = new Set<OpenLeg>();
  private readonly unwritten: LegRecord[] = [];

  constructor(
    private readonly agenda: Agenda,
    private readonly firmware: Firmware,
    private readonly choices: Choices,
    private readonly journal: Entry[],
  ) {}

  open(caller: Channel, to: string, more: Partial<OpenLeg['record']> = {}): OpenLeg {
    const leg: OpenLeg = {
      caller,
      callee: null,
      status: 'no-answer',
      record: {
        call: caller.call,
        to,
        answeredBy: null,
        targetTrunk: null,
        startedAt: this.agenda.now,
        answeredAt: null,
        transferred: false,
        ...more,
      },
    };
    this.openLegs.add(leg);
    return leg;
  }

  close(leg: OpenLeg, status = leg.status): void {
    if (!this.openLegs.delete(leg)) return;
    const record: LegRecord = { ...leg.record, from: leg.caller.party, endedAt: this.agenda.now, status };
    this.unwritten.push(record);
    if (this.firmware.recordsAtOnce) this.write(this.unwritten.splice(-1), 5, 60);
  }

  /** A ringing call is handed on: its leg is now the other's. */
  handOn(from: Channel, to: Channel): void {
    for (const leg of this.openLegs)
      if (leg.caller === from) {
        leg.caller = to;
        Object.assign(leg.record, { call: to.call, transferred: true });
      }
  }

  /** The leg of two who talk, which a transfer ends. Its record comes at once where the one who called hands on. */
  closeOf(by: Channel, rest: Channel | null, next?: string): void {
    for (const leg of this.openLegs) {
      if (leg.caller !== by && leg.callee !== by) continue;
      if (rest && leg.caller !== rest && leg.callee !== rest) continue;
      if (next !== undefined && this.firmware.recordNamesNext) leg.record.to = next;
      this.close(leg);
      if (leg.caller === by && !this.firmware.recordsAtOnce) this.write(this.unwritten.splice(-1), 5, 60);
    }
  }

  /** All legs that one of these had a part in. */
  closeAllOf(channels: Channel[]): void {
    for (const leg of this.openLegs)
      if (channels.includes(leg.caller) || (leg.callee && channels.includes(leg.callee))) this.close(leg);
  }

  /** Most records come when the whole call is over, before its last status or after. */
  writeAllOf(call: SwitchedCall): void {
    const due = this.unwritten.filter((record) => record.call === call);
    for (const one of due) this.unwritten.splice(this.unwritten.indexOf(one), 1);
    if (this.choices.chance('records after the end', 0.7)) this.write(due, 20, 400);
    else this.write(due, -15, -1);
  }

  private write(records: LegRecord[], least: number, most: number): void {
    if (records.length === 0) return;
    const lag = this.choices.between('record lag', least, most);
    records.forEach((record, i) =>
      this.journal.push({ what: 'recorded', at: this.agenda.now + lag + i * 3, record }),
    );
  }

  /** The power fails: nothing of them is ever written. */
  forget(): void {
    this.openLegs.clear();
    this.unwritten.length = 0;
  }
}
