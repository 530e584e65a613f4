import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatedEvent } from '../../src/simulator/simulate.js';
import type { Story } from '../../src/transfer/transfer.js';

/** A story as the API tells it, by the transfer's PBX, call and arrival. */
export type Stories = Map<string, Omit<Story, 'basis'> & { basis: string | null }>;

export const keyOf = (sn: string, callid: string, receivedAt: Date): string =>
  `${sn}|${callid}|${receivedAt.toISOString()}`;

/** Sends them all, so many at a time; each must be taken. */
export async function send(url: string, events: Iterable<SimulatedEvent>, atOnce = 16): Promise<void> {
  const source = events[Symbol.iterator]();
  const sender = async () => {
    for (let next = source.next(); !next.done; next = source.next()) {
      const { at, body } = next.value;
      const headers = { 'X-Simulated-At': at.toISOString(), Connection: 'keep-alive' };
      const response = await fetch(url, { method: 'POST', body, headers });
      const answer = await response.text();
      if (response.status !== 200) throw new Error(`${body} was answered ${response.status}: ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
}

type QueryDatabase = (text: string) => Promise<{ untold?: number }[]>;

/** Resolves when stories have been told of all that is committed; throws where that takes too long. */
export async function told(query: QueryDatabase, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const [row] = await query(`
      SELECT (SELECT count(*) FROM recorded_events, story_progress WHERE NOT pg_visible_in_snapshot(tx, seen))::int
           + (SELECT count(*) FROM transfers, story_progress WHERE NOT pg_visible_in_snapshot(tx, seen))::int AS untold`);
    if (row?.untold === 0) return;
    if (Date.now() > end) throw new Error(`${row?.untold} events and transfers are still untold`);
    await pause(20);
  }
}

/** All of them, page by page. */
export async function storiesAt(url: string): Promise<Stories> {
  const stories: Stories = new Map();
  for (let next: string | null = ''; next !== null;) {
    const response: Response = await fetch(`${url}/transfers?limit=500${next && `&cursor=${next}`}`);
    const page = (await response.json()) as { data: Record<string, unknown>[]; next: string | null };
    for (const { sn, callid, receivedAt, ...view } of page.data) {
      const { hop, kind, transferor, transferee, target, outcome, answeredAt, talkSeconds, storyBasis } =
        view as never;
      stories.set(keyOf(String(sn ?? ''), String(callid), new Date(String(receivedAt))), {
        hop,
        kind,
        transferor,
        transferee,
        target,
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
