import { describe, expect, it } from '@jest/globals';
import { computeStories } from '../../../src/story/engine/compute-story.js';
import { simulate } from '../../../src/simulator/simulate.js';
import type { Evidence } from '../../../src/story/engine/evidence/evidence.js';
import type { Story } from '../../../src/transfer/transfer.js';
import { Kept } from '../../proofs/story/kept.js';
import { CALL } from '../../support/stories/event-tape.js';
import type { CallScript } from '../../cases/call-script.js';
import { callScripts } from '../../cases/call-scripts.js';

const stories = (script: CallScript, evidence: Evidence = script.eventTape.evidence): Story[] => {
  const found = computeStories(CALL, evidence);
  return script.eventTape.transfers.map((transfer) => found.get(transfer.id)!);
};

/** The same numbers on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const shuffled = <T>(items: T[], next: () => number): T[] =>
  items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

/** A wall clock's time, some seconds later. */
const shifted = (local: string, seconds: number): string =>
  new Date(Date.parse(`${local.replace(' ', 'T')}Z`) + seconds * 1000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');

const inAnyOrder = ({ transfers, events }: Evidence, next: () => number): Evidence => ({
  transfers: shuffled(transfers, next),
  events: shuffled(events, next),
});

/** So many orders of each set of events; ORDERS=1000 is the long form. */
const ORDERS = Number(process.env['ORDERS'] ?? 20);

const options = {
  dialect: 'mixed',
  zone: 'Europe/Madrid',
  until: new Date('2026-11-22T00:00:00Z'),
} as const;

describe('the story of each call script', () => {
  it.each(callScripts())('$promise', (script) => {
    const found = stories(script);
    expect(found).toHaveLength(script.truth.length);
    found.forEach((story, i) => expect(story).toMatchObject(script.truth[i]!));
  });

  it('no transfer where an attended one was aborted', () => {
    expect(computeStories(CALL, { transfers: [], events: callScripts()[0]!.eventTape.events }).size).toBe(0);
  });
});

describe('the same events', () => {
  it(`give the same story in ${ORDERS} random orders`, () => {
    const next = random(7);
    for (const script of callScripts()) {
      const once = stories(script);
      for (let i = 0; i < ORDERS; i++)
        expect(stories(script, inAnyOrder(script.eventTape.evidence, next))).toEqual(once);
    }
  });

  it(`give the same story in ${ORDERS} random orders, with the calls around`, () => {
    const next = random(8);
    const { events } = simulate({ ...options, seed: 5, calls: 60, noise: 20, resend: 0.05, shuffle: 20 });
    const kept = new Kept(events);
    expect(kept.calls.length).toBeGreaterThan(50);
    for (const call of kept.calls) {
      const callid = call.split('|')[1]!;
      const evidence = kept.evidence(call);
      const once = computeStories(callid, evidence);
      for (let i = 0; i < ORDERS; i++) {
        const again = computeStories(callid, inAnyOrder(evidence, next));
        for (const [id, story] of once) expect(again.get(id)).toEqual(story);
      }
    }
  });

  it('give the same story when each was sent again a moment later', () => {
    for (const script of callScripts()) {
      const { transfers, events } = script.eventTape.evidence;
      const again = events.map((known) => ({
        ...known,
        id: `${known.id}b`,
        receivedAt: new Date(+known.receivedAt + 2_000),
      }));
      expect(stories(script, { transfers, events: [...again, ...events] })).toEqual(stories(script));
    }
  });

  it('give the same story when the clock of the PBX is an hour off', () => {
    for (const off of [-3600, 3600])
      for (const script of callScripts()) {
        const moved = (callid: string) => callid.replace(/^\d+/, (seconds) => String(Number(seconds) + off));
        const events = script.eventTape.events.map(({ event, ...known }) => {
          const found = { ...event, callid: moved(event.callid) };
          if (found.what === 'record') found.startedAtLocal = shifted(found.startedAtLocal!, off);
          return { ...known, event: found };
        });
        const transfers = script.eventTape.transfers.map((one) => ({ ...one, callid: moved(one.callid) }));
        const found = computeStories(moved(CALL), { transfers, events });
        expect(transfers.map(({ id }) => found.get(id))).toEqual(stories(script));
      }
  });

  it('give the same story whatever the hour on the clock of the PBX', () => {
    for (const zone of [-9.5, 0, 3, 14])
      for (const script of callScripts()) {
        const moved = script.eventTape.events.map((known) => {
          if (known.event.what !== 'record') return known;
          const startedAtLocal = shifted(known.event.startedAtLocal!, (zone - 2) * 3600);
          return { ...known, event: { ...known.event, startedAtLocal } };
        });
        expect(stories(script, { ...script.eventTape.evidence, events: moved })).toEqual(stories(script));
      }
  });
});

/** What differs from the truth though it claims to know. */
function wrong(script: CallScript, found: Story[]): string[] {
  return found.flatMap((story, i) => {
    const truth = script.truth[i]!;
    const faults: string[] = [];
    if (
      truth.outcome &&
      story.outcome !== 'unknown' &&
      truth.outcome !== 'unknown' &&
      story.outcome !== truth.outcome
    )
      faults.push(`${script.promise}: outcome ${story.outcome}, not ${truth.outcome}`);
    const group = truth.target?.kind === 'group';
    if (truth.target && story.target && !group && story.target.number !== truth.target.number)
      faults.push(`${script.promise}: target ${story.target.number}, not ${truth.target.number}`);
    if (truth.kind && truth.kind !== 'unknown' && story.kind !== 'unknown' && story.kind !== truth.kind)
      faults.push(`${script.promise}: kind ${story.kind}, not ${truth.kind}`);
    return faults;
  });
}

describe('a loss', () => {
  it('of any one event leads to no wrong claim, but for a group whose only name was lost', () => {
    const faults = callScripts().flatMap((script) =>
      script.eventTape.events.flatMap((lost) => {
        const events = script.eventTape.events.filter((known) => known !== lost);
        return wrong(script, stories(script, { ...script.eventTape.evidence, events })).map(
          (fault) => `${fault} without ${JSON.stringify(lost.event)}`,
        );
      }),
    );
    expect(faults).toEqual([]);
  });
});
