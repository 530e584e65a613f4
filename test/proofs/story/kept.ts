import { traitsOf } from '../../../src/intake/dialects/dialects.js';
import type { SimulatedEvent } from '../../../src/simulator/simulate.js';
import type { Truth } from '../../../src/simulator/call/truth.js';
import type { Evidence, KnownEvent, KnownTransfer } from '../../../src/story/engine/evidence/evidence.js';
import { relatedTo } from '../../../src/story/engine/evidence/related.js';
import { attribute } from '../../../src/transfer/attribution.js';
import type { PbxEvent } from '../../../src/transfer/event.js';
import { partiesOf } from '../../../src/transfer/parties.js';

/** The simulator re-sends within a minute or so, long before the same thing happens again. */
const RESEND_MS = 90_000;

/** What an intake would have kept of a simulation: the same re-sends merged, the same neighbours found. */
export class Kept {
  private readonly transfers = new Map<string, KnownTransfer[]>();
  private readonly events = new Map<string, KnownEvent[]>();
  /** Per sn and party: the calls, by when their first event came. */
  private readonly parties = new Map<string, Map<string, number>>();
  private readonly delivered = new Map<string, number>();
  private count = 0;

  constructor(events: Iterable<SimulatedEvent>, onEvent: () => void = () => {}) {
    for (const { event, at, body } of events) {
      this.take(event, at, body);
      this.count++;
      onEvent();
    }
  }

  get calls(): string[] {
    return [...this.transfers.keys()];
  }

  evidence(call: string): Evidence {
    const transfers = this.transfers.get(call) ?? [];
    const sn = call.split('|')[0]!;
    const calls = new Set([call]);
    for (const { party, from, to } of transfers.flatMap(relatedTo)) {
      for (const [other, at] of this.parties.get(`${sn}|${party}`) ?? [])
        if (at >= +from && at <= +to) calls.add(other);
    }
    return {
      transfers,
      events: [...calls].flatMap((each) => this.events.get(each) ?? []),
    };
  }

  /** The transfer that this truth is about, as it was kept. */
  find(truth: Truth): KnownTransfer | undefined {
    const kept = this.transfers.get(`${truth.sn}|${truth.callid}`) ?? [];
    return kept.find((transfer) => +transfer.receivedAt === +truth.sentAt);
  }

  private take(event: PbxEvent, at: Date, body: string): void {
    if (event.what === 'other' || event.what === 'survey') return;
    const id = `00000000-0000-7000-8000-${String(this.count).padStart(12, '0')}`;
    const key = `${event.sn}|${body}`;
    const before = this.delivered.get(key);
    this.delivered.set(key, +at);
    if (before !== undefined && +at - before <= RESEND_MS) return;
    const call = `${event.sn}|${event.callid}`;
    if (event.what === 'transfer') {
      const { dialect, callid, members } = event;
      const transfer = {
        id,
        dialect,
        callid,
        members,
        receivedAt: at,
        ...attribute(members, traitsOf(dialect).transferor),
      };
      push(this.transfers, call, transfer);
      return;
    }
    push(this.events, call, { id, receivedAt: at, event });
    for (const party of partiesOf(event)) {
      const own = `${event.sn}|${party}`;
      const calls = this.parties.get(own) ?? new Map<string, number>();
      this.parties.set(own, calls);
      if (!calls.has(call)) calls.set(call, +at);
    }
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
