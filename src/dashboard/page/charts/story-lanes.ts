import type { TransferAnswer } from '../state/answers.js';

/** One party's time in a call: talking, or being waited for. */
export interface LaneSpan {
  lane: string;
  kind: 'talks' | 'rings';
  from: number;
  to: number;
}
/** The moment a call went from one party to another. */
export interface Handover {
  at: number;
  from: string;
  to: string;
  transfer: TransferAnswer;
}

export interface Lanes {
  parties: string[];
  spans: LaneSpan[];
  handovers: Handover[];
  start: number;
  end: number;
}

export const NOBODY = '?';
const SHORTEST_MS = 4_000;

/** Who was in the call when, as far as its transfers say. Times in ms; parties in the order in which they came in. */
export function lanesOf(transfers: TransferAnswer[]): Lanes {
  const parties: string[] = [];
  const seat = (name: string) => {
    if (!parties.includes(name)) parties.push(name);
    return name;
  };
  const spans: LaneSpan[] = [];
  const handovers: Handover[] = [];
  const first = transfers[0]!;
  const start = Date.parse(first.callStartedAt ?? first.receivedAt);
  const caller = seat(first.transferee?.number || NOBODY);
  let end = start;
  let since = start;
  for (const [index, transfer] of transfers.entries()) {
    const at = Date.parse(transfer.receivedAt);
    const next = transfers[index + 1];
    const from = seat(transfer.transferor.ext ?? NOBODY);
    const to = seat(transfer.target?.answeredBy ?? transfer.target?.number ?? NOBODY);
    if (index === 0 || !spans.some(({ lane, to: last }) => lane === from && last >= at))
      spans.push({ lane: from, kind: 'talks', from: since, to: at });
    handovers.push({ at, from, to, transfer });
    const answered = transfer.answeredAt ? Date.parse(transfer.answeredAt) : null;
    const over = next ? Date.parse(next.receivedAt) : null;
    if (answered !== null && answered > at) spans.push({ lane: to, kind: 'rings', from: at, to: answered });
    if (answered === null) spans.push({ lane: to, kind: 'rings', from: at, to: over ?? at + SHORTEST_MS });
    else {
      const left = over ?? answered + Math.max(SHORTEST_MS, 1000 * (transfer.talkSeconds ?? 0));
      spans.push({ lane: to, kind: 'talks', from: answered, to: left });
    }
    since = answered ?? at;
    end = Math.max(end, ...spans.map((span) => span.to));
  }
  spans.push({ lane: caller, kind: 'talks', from: start, to: end });
  return { parties, spans, handovers, start, end: Math.max(end, start + SHORTEST_MS) };
}
