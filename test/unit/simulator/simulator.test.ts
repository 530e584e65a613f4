import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { readEvent } from '../../../src/intake/dialects/dialects.js';
import { partyNumber } from '../../../src/transfer/member.js';
import { scenarios } from '../../../src/simulator/scenarios/scenarios.js';
import { simulate, type SimulatedEvent, type Simulation } from '../../../src/simulator/simulate.js';
import { type SimulateOptions, dialects } from '../../../src/simulator/options.js';

const until = new Date('2026-11-20T23:00:00Z'); // the end of a Friday in Madrid
const zone = 'Europe/Madrid';

function play(options: Partial<SimulateOptions>): Simulation & { sent: SimulatedEvent[] } {
  const simulation = simulate({ seed: 7, until, zone, ...options });
  const sent = [...simulation.events];
  return { ...simulation, sent };
}

function written({ sent }: { sent: SimulatedEvent[] }): string[] {
  return sent.map(({ at, body }) => `${at.toISOString()} ${body}`);
}

/** How often the most frequent one is there. */
function most(values: string[]): number {
  const times = new Map<string, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return Math.max(...times.values());
}

/** What is true, but for when it was sent. */
function truthsBut(more: Partial<SimulateOptions>) {
  return play({ calls: 60, ...more }).truths.map((truth) => ({
    ...truth,
    sentAt: null,
  }));
}

const transfersOf = (sent: SimulatedEvent[]) => sent.filter(({ event }) => event.what === 'transfer');

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

describe.each(dialects)('the truth of %s', (dialect) => {
  const { sent, truths } = play({ calls: 600, days: 5, dialect });

  it('has exactly one line for each transfer event, found by call and time of sending', () => {
    const keys = transfersOf(sent).map(({ at, event }) =>
      event.what === 'transfer' ? `${event.sn} ${event.callid} ${at.getTime()}` : '',
    );
    const known = truths.map((truth) => `${truth.sn} ${truth.callid} ${truth.sentAt.getTime()}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(known.sort()).toEqual(keys.sort());
  });

  it('names the one handed on among the members, and never one who both hands on and is handed on', () => {
    const membersAt = new Map(
      transfersOf(sent).map(({ at, event }) => [
        at.getTime(),
        event.what === 'transfer' ? event.members.map(partyNumber) : [],
      ]),
    );
    for (const truth of truths) {
      expect(membersAt.get(truth.sentAt.getTime())).toContain(truth.transferee.number);
      expect(truth.transferor).not.toBe(truth.transferee.number);
      expect(truth.target.number).not.toBe(truth.transferor);
    }
  });

  it('counts the transfers of a call from 1 in the order of time', () => {
    const byCall = new Map<string, number>();
    for (const truth of truths.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
      const hop = (byCall.get(truth.callid) ?? 0) + 1;
      byCall.set(truth.callid, hop);
      expect(truth.hop).toBe(hop);
    }
    expect([...byCall.values()].some((hops) => hops === 3)).toBe(true);
  });

  it('has a time and a talk where it was answered and nowhere else, and says no more than the events decide', () => {
    for (const truth of truths) {
      const answered = truth.outcome === 'answered';
      expect([truth.answeredAt !== null, truth.talkSeconds !== null]).toEqual([answered, answered]);
      expect([truth.decided.answeredAt, truth.decided.talkSeconds]).toEqual([answered, answered]);
      expect(truth.outcome).not.toBe('unknown');
    }
  });

  const tellable = scenarios.filter((one) => one.dialects?.includes(dialect) ?? true);

  it.each(tellable.map(({ name }) => name))(
    'has lines of %s, and of no other when it is asked for',
    (name) => {
      const alone = play({ calls: 4, days: 1, dialect, scenarios: [name] });
      const silent = name === 'attended-aborted' || name === 'forward-event';
      expect([...new Set(alone.truths.map(({ scenario }) => scenario))]).toEqual(silent ? [] : [name]);
      expect(alone.sent.length).toBeGreaterThan(12);
    },
  );

  it('never has two transfers that this dialect writes alike within ten minutes', () => {
    const last = new Map<string, number>();
    for (const { at, body } of transfersOf(sent)) {
      expect(at.getTime() - (last.get(body) ?? 0)).toBeGreaterThan(600_000);
      last.set(body, at.getTime());
    }
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

describe('the company', () => {
  it('has exactly as many calls as asked, over whole days that are past', () => {
    const noon = new Date('2026-11-20T11:00:00Z');
    const simulation = play({ calls: 333, days: 3, until: noon });
    expect(simulation.calls).toBe(333);
    expect(simulation.callsPlayed).toBe(333);
    const last = simulation.sent.at(-1)?.at ?? noon;
    expect(last.getTime()).toBeLessThan(new Date('2026-11-19T23:00:00Z').getTime());
  });

  it('plays today up to now, and nothing that would not be over', () => {
    const noon = new Date('2026-11-20T11:00:00Z');
    const { sent } = play({ days: 1, until: noon });
    expect(sent.length).toBeGreaterThan(0);
    expect(Math.max(...sent.map(({ at }) => at.getTime()))).toBeLessThanOrEqual(noon.getTime());
  });

  it('works in office hours of its own zone, less at lunch, hardly at weekends', () => {
    const { truths } = play({ days: 28 });
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', weekday: 'short' });
    const local = truths.map(({ at }) => clock.formatToParts(at));
    const part = (name: string) => local.map((parts) => parts.find(({ type }) => type === name)?.value ?? '');
    const count = (name: string, value: string) => part(name).filter((one) => one === value).length;
    expect(Math.min(...part('hour').map(Number))).toBeGreaterThanOrEqual(7);
    expect(Math.max(...part('hour').map(Number))).toBeLessThanOrEqual(20);
    expect(count('hour', '13')).toBeLessThan(count('hour', '10') / 2);
    expect(count('weekday', 'Sun')).toBeLessThan(count('weekday', 'Tue') / 5);
  });

  it('has a few busy extensions and callers who call again', () => {
    const { truths } = play({ calls: 1000, days: 5 });
    const transferors = truths.map(({ transferor }) => transferor);
    const reception = transferors.filter((number) => ['1000', '1001'].includes(number));
    expect(reception.length / transferors.length).toBeGreaterThan(0.15);
    const others = transferors.filter((number) => !reception.includes(number));
    expect(most(others)).toBeGreaterThan((3 * others.length) / new Set(others).size);
    const callers = truths.filter((truth) => truth.transferee.kind === 'inbound' && truth.hop === 1);
    expect(most(callers.map(({ transferee }) => transferee.number))).toBeGreaterThan(callers.length / 50);
  });

  it('has nobody in two calls at once unless the scenario is about that', () => {
    const ordinary = scenarios
      .map(({ name }) => name)
      .filter((name) => !/two-calls|own-id|aborted|new-call-id|new-id|again/.test(name));
    const { sent } = play({ calls: 400, days: 2, scenarios: ordinary });
    const inCall = new Map<string, string>();
    const gone = new Set<string>();
    const inTwoCalls: string[] = [];
    for (const { event } of sent) {
      if (event.what !== 'status') continue;
      for (const member of event.members) {
        // Events overtake each other: a channel that is gone does not come back.
        if (member.kind !== 'ext' || member.channelid === undefined || gone.has(member.channelid)) continue;
        const who = `${event.sn} ${member.number}`;
        const other = inCall.get(who);
        if (member.memberstatus === 'BYE') {
          inCall.delete(who);
          gone.add(member.channelid);
        } else if (member.memberstatus === 'RING') {
          if (other !== undefined && other !== event.callid) inTwoCalls.push(who);
          inCall.set(who, event.callid);
        }
      }
    }
    expect(sent.length).toBeGreaterThan(2000);
    expect(inTwoCalls).toEqual([]);
  });
});

describe.each([
  ['v2', 'last'],
  ['openvox', 'last'],
  ['v1.1', 'first'],
  ['v1.0', 'first'],
] as const)('between two extensions %s', (dialect, place) => {
  it(`names the one who hands on ${place}, but where the scenario is that it does not`, () => {
    const { sent, truths } = play({ calls: 200, dialect });
    const internal = truths.filter(
      ({ transferee, scenario }) => transferee.kind === 'ext' && !scenario.startsWith('forward'),
    );
    expect(internal.length).toBeGreaterThan(30);
    for (const truth of internal) {
      const found = transfersOf(sent).find(({ at }) => at.getTime() === truth.sentAt.getTime());
      const named = found?.event.what === 'transfer' ? found.event.members.map(partyNumber) : [];
      const usual = (place === 'last' ? named.at(-1) : named[0]) === truth.transferor;
      expect(usual).toBe(truth.scenario !== 'member-order-contradicted');
    }
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
