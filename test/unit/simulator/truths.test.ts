import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { dialectNamed } from '../../../src/intake/dialects/dialects.js';
import { scenarios } from '../../../src/simulator/scenarios/scenarios.js';
import { dialects } from '../../../src/simulator/options.js';
import { partyNumber } from '../../../src/transfer/member.js';
import { play, transfersOf } from './play.js';

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

  const tellable = scenarios.filter((one) => one.isIn?.(dialectNamed(dialect)) ?? true);

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
