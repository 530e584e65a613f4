import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey';
import { OUTCOME_ORDER, type OutcomeName, type PairRow } from '../state/answers.js';

interface End {
  id: string;
  number: string | null;
  side: 'from' | 'to';
}
interface Way {
  from: string | null;
  to: string | null;
  outcome: OutcomeName;
  count: number;
}
export type Node = SankeyNode<End, Way>;
export type FlowLink = SankeyLink<End, Way>;

/** Senders on the left, targets on the right; who does both stands twice. One ribbon per pair and outcome. */
export function layout(pairs: PairRow[], width: number, height: number, margin: number) {
  const ends = new Map<string, End>();
  const end = (side: End['side'], number: string | null) => {
    const id = `${side}:${number ?? ''}`;
    ends.set(id, { id, number, side });
    return id;
  };
  const ways = pairs.flatMap((pair) => {
    const ids = { source: end('from', pair.from), target: end('to', pair.to) };
    return OUTCOME_ORDER.filter((outcome) => pair[outcome] > 0).map((outcome) => ({
      ...ids,
      from: pair.from,
      to: pair.to,
      outcome,
      count: pair[outcome],
      value: pair[outcome],
    }));
  });
  return sankey<End, Way>()
    .nodeId((node) => node.id)
    .nodeWidth(6)
    .nodePadding(10)
    .nodeSort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    .extent([
      [margin, 8],
      [width - margin, height - 8],
    ])({ nodes: [...ends.values()], links: ways });
}

export const ribbon = sankeyLinkHorizontal<End, Way>();
