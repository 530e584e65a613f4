import { describe, expect, it } from '@jest/globals';
import { REACH, relatedTo } from '../../../src/story/engine/evidence/related.js';
import { computeStories } from '../../../src/story/engine/compute-story.js';
import { simulate } from '../../../src/simulator/simulate.js';
import type { NetworkFaults } from '../../../src/simulator/push/network-faults.js';
import type { Evidence, KnownTransfer } from '../../../src/story/engine/evidence/evidence.js';
import type { Story } from '../../../src/transfer/transfer.js';
import { partiesOf } from '../../../src/transfer/parties.js';
import { Kept } from '../../proofs/story/kept.js';
import { FIELDS, Tally } from '../../proofs/story/tally.js';
import { at, CALL, ext, inbound, EventTape } from '../../support/stories/event-tape.js';
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

describe('the story tells', () => {
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
  it(`tell the same story in ${ORDERS} random orders`, () => {
    const next = random(7);
    for (const script of callScripts()) {
      const once = stories(script);
      for (let i = 0; i < ORDERS; i++)
        expect(stories(script, inAnyOrder(script.eventTape.evidence, next))).toEqual(once);
    }
  });

  it(`tell the same story in ${ORDERS} random orders, with the calls around`, () => {
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

  it('tell the same story when each was sent again a moment later', () => {
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

  it('tell the same story when the clock of the PBX is an hour off', () => {
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

  it('tell the same story whatever the hour on the clock of the PBX', () => {
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

function handedOn(): KnownTransfer {
  const eventTape = new EventTape();
  eventTape.transfer(600, [inbound('12345678', '1020', 1), ext('1020', 2)]);
  return eventTape.transfers[0]!;
}

/** Scored when first asked, and once. */
function scored(networkFaults: NetworkFaults): () => Tally {
  let tally: Tally | undefined;
  return () => (tally ??= score(networkFaults));
}

function score(networkFaults: NetworkFaults): Tally {
  const { events, truths } = simulate({
    ...networkFaults,
    ...options,
    seed: 11,
    calls: 1500,
  });
  const kept = new Kept(events);
  const tally = new Tally();
  for (const truth of truths) {
    const transfer = kept.find(truth);
    const story =
      transfer && computeStories(truth.callid, kept.evidence(`${truth.sn}|${truth.callid}`)).get(transfer.id);
    if (story !== undefined) tally.add(truth, story);
  }
  return tally;
}

describe('the calls around a transfer', () => {
  it('are those of its parties, from five minutes before to half a minute after', () => {
    const window = { from: at(300), to: at(630) };
    expect(relatedTo(handedOn())).toEqual([
      { party: '12345678', ...window },
      { party: '1020', ...window },
    ]);
  });

  it('are those of a transferor that v1.0.0 leaves out, too', () => {
    const lone = { ...handedOn(), members: [inbound('12345678', '1020')] };
    expect(relatedTo(lone).map(({ party }) => party)).toEqual(['12345678', '1020']);
  });

  it('are found from either side', () => {
    const { from, to } = relatedTo(handedOn())[0]!;
    for (const second of [299, 300, 450, 630, 631]) {
      const reach = { from: +at(second) - REACH.before, to: +at(second) + REACH.after };
      const related = at(second) >= from && at(second) <= to;
      expect([second, +at(600) >= reach.from && +at(600) <= reach.to]).toEqual([second, related]);
    }
  });

  it('are found by everyone an event names, but not by withheld numbers and technical legs', () => {
    const eventTape = new EventTape()
      .status(1, [inbound('', '1020', 1), 'ALERT'], [ext('1020', 2), 'RING'], [ext('1020', 3), 'RING'])
      .status(2, [
        {
          kind: 'ext',
          number: '4555',
          channelid: 'Local/4555@context-00000001;1',
        },
        'RING',
      ])
      .record(9, 1, ' 12345678', '6200', { answeredBy: '4002' });
    expect(eventTape.events.map(({ event }) => partiesOf(event))).toEqual([
      ['1020'],
      [],
      ['12345678', '6200', '4002'],
    ]);
  });
});

describe('on simulated calls of every scenario and dialect', () => {
  const [clean, noisy] = [
    scored({ resend: 0, shuffle: 0, loss: 0 }),
    scored({ resend: 0.05, shuffle: 20, loss: 0.02 }),
  ];

  it.each(FIELDS)(
    '%s is right in 99 % of what the events decide, and not claimed where they do not',
    (field) => {
      const tally = clean();
      expect(tally.of('ALL', field).decided).toBeGreaterThan(1000);
      expect(tally.precision('ALL', field)).toBeGreaterThanOrEqual(0.99);
      expect(tally.recall('ALL', field)).toBeGreaterThanOrEqual(0.99);
      expect(tally.of('ALL', field).undecided).toBe(0);
    },
  );

  it.each(FIELDS)('%s is claimed with 99 % precision and 95 % recall on a bad network', (field) => {
    const tally = noisy();
    expect(tally.precision('ALL', field)).toBeGreaterThanOrEqual(0.99);
    expect(tally.recall('ALL', field)).toBeGreaterThanOrEqual(0.95);
  });
});
