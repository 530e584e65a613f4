import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { readEvent } from '../../../src/intake/dialects/dialects.js';
import { simulate, type SimulatedEvent } from '../../../src/simulator/simulate.js';
import { type SimulateOptions, dialects } from '../../../src/simulator/options.js';
import { play, transfersOf, until, zone } from './play.js';

function written({ sent }: { sent: SimulatedEvent[] }): string[] {
  return sent.map(({ at, body }) => `${at.toISOString()} ${body}`);
}

/** What is true, but for when it was sent. */
function truthsBut(more: Partial<SimulateOptions>) {
  return play({ calls: 60, ...more }).truths.map((truth) => ({
    ...truth,
    sentAt: null,
  }));
}

describe('the same history again', () => {
  const networkFaults = { resend: 0.1, shuffle: 20, loss: 0.05, noise: 5 };

  it('comes byte for byte from the same seed, and another from another', () => {
    const first = written(play({ calls: 60, ...networkFaults }));
    expect(written(play({ calls: 60, ...networkFaults }))).toEqual(first);
    expect(written(play({ calls: 60, ...networkFaults, seed: 8 }))).not.toEqual(first);
  });

  it('has the same day in it whatever days are played with it', () => {
    const week = written(play({ days: 7 }));
    const friday = written(play({ days: 1 }));
    expect(friday.length).toBeGreaterThan(300);
    expect(week.slice(-friday.length)).toEqual(friday);
  });

  it('does not change what is true when events are lost or late', () => {
    expect(truthsBut({ resend: 0.5, shuffle: 20, loss: 0.5 })).toEqual(truthsBut({}));
  });
});

describe('what is sent', () => {
  it('is in order, and late by no more than asked', () => {
    const { sent } = play({ calls: 200, shuffle: 20 });
    const times = sent.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const late = play({ calls: 200, shuffle: 20 }).truths.map(
      ({ at, sentAt }) => sentAt.getTime() - at.getTime(),
    );
    expect(Math.max(...late)).toBeGreaterThan(1000);
    expect(Math.max(...late)).toBeLessThanOrEqual(20_025);
    expect(late.filter((ms) => ms > 25).length / late.length).toBeCloseTo(0.1, 1);
  });

  it('is sent again as often as asked, and later', () => {
    const { sent } = play({ calls: 300, resend: 0.05 });
    const first = new Map<string, number>();
    let again = 0;
    let soonest = Infinity;
    for (const { at, body } of sent) {
      const before = first.get(body);
      if (before === undefined) first.set(body, at.getTime());
      else {
        again += 1;
        soonest = Math.min(soonest, at.getTime() - before);
      }
    }
    expect(again / first.size).toBeCloseTo(0.05, 1);
    expect(again).toBeGreaterThan(0);
    expect(soonest).toBeGreaterThanOrEqual(1000);
  });

  it('loses any event but a transfer', () => {
    const whole = play({ calls: 300 });
    const holed = play({ calls: 300, loss: 0.2 });
    expect(transfersOf(holed.sent)).toHaveLength(transfersOf(whole.sent).length);
    const others = (of: { sent: SimulatedEvent[] }) => of.sent.length - transfersOf(of.sent).length;
    expect(others(holed) / others(whole)).toBeCloseTo(0.8, 1);
  });

  it('has so many other events for each transfer', () => {
    const { sent, truths } = play({ calls: 40, noise: 100 });
    expect((sent.length - truths.length) / truths.length).toBeGreaterThan(95);
    expect((sent.length - truths.length) / truths.length).toBeLessThan(110);
    const others = sent.filter(({ event }) => event.what === 'other');
    expect(others.length / sent.length).toBeGreaterThan(0.45);
    expect(others.length / sent.length).toBeLessThan(0.65);
  });

  it('speaks all dialects when mixed, each from a PBX of its own', () => {
    const { sent } = play({ calls: 300, dialect: 'mixed' });
    const spoken = new Map(sent.map(({ event }) => [event.dialect, event.sn]));
    expect([...spoken.keys()].sort()).toEqual([...dialects].sort());
    expect(new Set(spoken.values()).size).toBe(5);
  });

  it('takes the serial number, the trunks and the scenarios that it is given', () => {
    const chosen = {
      sn: '369000000001',
      trunks: ['only'],
      scenarios: ['blind-inbound', 'to-outside'],
    };
    const { sent, truths } = play({ calls: 60, ...chosen });
    expect(new Set(truths.map(({ scenario }) => scenario))).toEqual(new Set(chosen.scenarios));
    expect(new Set(sent.map(({ event }) => event.sn))).toEqual(new Set([chosen.sn]));
    const trunks = sent.flatMap(({ body }) => [...body.matchAll(/"trunkname":"([^"]*)"/g)].map(([, t]) => t));
    expect(new Set(trunks)).toEqual(new Set(['only']));
  });

  it('says which scenarios there are when asked for one that there is not', () => {
    expect(() => simulate({ scenarios: ['nope'] })).toThrow(/no scenario nope.*blind-inbound/);
  });

  it.each([
    ['mixed', '369000000001'],
    ['v1.0', '369000000001'],
    ['openvox', '369000000001'],
    ['v2', ' '],
  ] as const)('refuses a serial number that a %s PBX would not tell', (dialect, sn) => {
    expect(() => simulate({ dialect, sn })).toThrow(RangeError);
  });

  it('says how far it is', () => {
    const simulation = simulate({ seed: 7, until, zone, calls: 100, days: 1 });
    const shares: number[] = [];
    for (const _ of simulation.events) shares.push(simulation.callsPlayed / simulation.calls);
    expect(shares[0]).toBe(0);
    const half = shares[Math.floor(shares.length / 2)];
    expect(half).toBeGreaterThan(0.35);
    expect(half).toBeLessThan(0.65);
    expect(simulation.callsPlayed).toBe(100);
  });
});

describe.each(dialects)('what the simulator says in %s', (dialect) => {
  it('is read by the program as it was meant, noise included', () => {
    const { sent } = play({ calls: 80, dialect, noise: 10 });
    expect(sent.length).toBeGreaterThan(800);
    expect(sent.map(({ body }) => readEvent(Buffer.from(body)))).toEqual(
      sent.map(({ event }) => ({ event })),
    );
  });
});
