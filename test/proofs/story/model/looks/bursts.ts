import { partyNumber } from '../../../../../src/transfer/member.js';
import type { SaidEvent } from './neighbourhood.js';

/** What arrives so close together can have been sent in any order. */
const TOGETHER_MS = 30;

/** Events in the order of arrival, those that arrive together in an order that depends on what they say alone. */
export function bursts(said: SaidEvent[]): (SaidEvent & { gap: string })[] {
  const groups: SaidEvent[][] = [];
  for (const one of said) {
    const last = groups.at(-1);
    if (last && one.at - last.at(-1)!.at <= TOGETHER_MS) last.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((group, i) => {
    const gap = gapOf(group[0]!.at - (groups[i - 1]?.at(-1)?.at ?? group[0]!.at));
    const sorted = group
      .map((one) => ({ one, shape: shapeOf(one) }))
      .sort((a, b) => (a.shape < b.shape ? -1 : a.shape > b.shape ? 1 : 0));
    return sorted.map(({ one }, j) => ({ ...one, gap: j === 0 ? gap : '' }));
  });
}

function shapeOf({ event }: SaidEvent): string {
  if (event.what === 'record') return `record ${event.status} ${event.startedAtLocal}`;
  return `${event.name} ${event.members.map(({ kind, memberstatus }) => `${kind}${memberstatus ?? ''}`).join()} ${event.members.map(partyNumber).join()}`;
}

function gapOf(ms: number): string {
  return ms <= 60 ? '' : ms <= 1200 ? ',' : ms <= 6500 ? ';' : '|';
}
