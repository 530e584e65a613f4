import type { SimulatedEvent } from '../../../src/simulator/simulate.js';
import { computeStories } from '../../../src/story/engine/compute-story.js';
import type { Story } from '../../../src/transfer/transfer.js';
import { Kept } from '../../proofs/story/kept.js';
import { until } from '../until.js';
import { storiesWaiting } from './stories-waiting.js';

/** Stories by the transfer's PBX, call and arrival. */
export type Stories = Map<string, Story>;

export const keyOf = (sn: string, callid: string, receivedAt: Date): string =>
  `${sn}|${callid}|${receivedAt.toISOString()}`;

/** Resolves when another process has computed stories of all that is committed. */
export async function storiesComputed(
  query: Parameters<typeof storiesWaiting>[0],
  withinMs?: number,
): Promise<void> {
  await until(async () => (await storiesWaiting(query)) === 0, withinMs);
}

type View = Omit<Story, 'answeredAt' | 'basis'> & {
  sn: string | null;
  callid: string;
  receivedAt: string;
  answeredAt: string | null;
  storyBasis: string | null;
};

/** All of them, page by page. */
export async function storiesAt(url: string): Promise<Stories> {
  const stories: Stories = new Map();
  for (let next: string | null = ''; next !== null;) {
    const response: Response = await fetch(`${url}/transfers?limit=500${next && `&cursor=${next}`}`);
    const page = (await response.json()) as { data: View[]; next: string | null };
    for (const { sn, callid, receivedAt, answeredAt, storyBasis, ...view } of page.data) {
      const { hop, kind, transferor, transferee, target, did, outcome, talkSeconds } = view;
      stories.set(keyOf(sn ?? '', callid, new Date(receivedAt)), {
        hop,
        kind,
        transferor,
        transferee,
        target,
        did,
        outcome,
        answeredAt: answeredAt === null ? null : new Date(answeredAt),
        talkSeconds,
        basis: storyBasis,
      });
    }
    next = page.next;
  }
  return stories;
}

/** What the pure story says of the same events, without a database. */
export function expected(events: Iterable<SimulatedEvent>): Stories {
  const kept = new Kept(events);
  const stories: Stories = new Map();
  for (const call of kept.calls) {
    const [sn, callid] = call.split('|') as [string, string];
    const evidence = kept.evidence(call);
    const known = new Map(evidence.transfers.map((transfer) => [transfer.id, transfer]));
    for (const [id, story] of computeStories(callid, evidence))
      stories.set(keyOf(sn, callid, known.get(id)!.receivedAt), story);
  }
  return stories;
}

export const sorted = (stories: Stories) => Object.fromEntries([...stories].sort());
