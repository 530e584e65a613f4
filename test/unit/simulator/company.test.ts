import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { scenarios } from '../../../src/simulator/scenarios/scenarios.js';
import { play, zone } from './play.js';

/** How often the most frequent one is there. */
function most(values: string[]): number {
  const times = new Map<string, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return Math.max(...times.values());
}

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
