import type { HappenedCall, TrueTransfer } from './calls/call.js';
import { generateCalls } from './calls/generate-calls.js';
import { SCENARIOS } from './calls/scenarios.js';

const DAY = 86_400;
export const FROM = Date.UTC(2026, 10, 23, 22) / 1000;
export const A_DAY = { seed: 7, count: 600, from: FROM, until: FROM + DAY };

/** Each scenario once or more, and a day of all of them by their weights. */
export const allScenarios = (): HappenedCall[] => [
  ...Object.keys(SCENARIOS).flatMap((name, n) =>
    generateCalls({ seed: 100 + n, count: 3, from: FROM, until: FROM + 3600, only: [name] }),
  ),
  ...generateCalls(A_DAY),
];

/** The records that a transfer leaves: what its transferor had, and what the other one then got. */
export interface Trace {
  left: { from: string; to: string };
  got: { from: string; to: string; status: string };
}
export const traceOf = (
  call: HappenedCall,
  { at, transferor, transferee, target, kind }: TrueTransfer,
): Trace => {
  const mine = call.legs.filter(({ callid }) => callid === call.transfers[0]!.callid);
  const left = mine.find(
    ({ endedAt, end }) => endedAt === at && end.by === transferor && end.how.startsWith(kind),
  )!;
  const got = mine.find(
    (leg) => leg.from === transferee && leg.to === target && leg.endedAt >= at && leg !== left,
  )!;
  return {
    left: { from: left.from.number, to: left.to.number },
    got: { from: got.from.number, to: got.to.number, status: got.status },
  };
};
