import { describe, expect, it } from '@jest/globals';
import { readEvent, writeEvent } from '../../../src/intake/dialects/dialects.js';
import { dialects } from '../../../src/simulator/options.js';
import type { Channel } from '../../../src/simulator/pbx/channel.js';
import type { Entry } from '../../../src/simulator/pbx/journal.js';
import { KINDS, kindsOf } from '../../proofs/story/model/kinds/kinds.js';
import { playRun, type Played, runOf } from '../../proofs/story/model/runs.js';
import { brief } from '../../proofs/story/model/show.js';

const EPISODES = 2500;
const played: Played[] = Array.from({ length: EPISODES }, (_, n) => playRun(runOf(n, 7)));
const truths = played.flatMap((each) => each.truths.map((truth) => ({ truth, played: each })));

const lines = ({ pushed }: Played) => pushed.map(({ at, event }) => `${at} ${brief(event)}`);

describe('the PBX model', () => {
  it('plays the same calls from the same seed, and others from another', () => {
    const run = runOf(0, 7);
    expect(lines(playRun(run))).toEqual(lines(played[0]!));
    expect(lines(playRun({ ...run, seed: run.seed + 1 }))).not.toEqual(lines(played[0]!));
  });

  it('plays the same call up to the choice that is made anew', () => {
    const before = played.find(({ episode }) => episode.choices.includes('who hangs up/0'))!;
    const choice = new Map([['who hangs up/0', 1]]);
    const after = lines(playRun(before.run, { redrawn: choice }));
    const same = after.findIndex((line, i) => line !== lines(before)[i]);
    expect(same === -1 || same > 2).toBe(true);
  });

  it('connects no channel that is gone', () => {
    expect(played.flatMap(({ episode }) => joinedWhenGone(episode.journal))).toEqual([]);
  });

  it('has no channel in two bridges', () => {
    expect(played.flatMap(({ episode }) => inTwoBridges(episode.journal))).toEqual([]);
  });

  it('tells no state of a channel after its BYE', () => {
    expect(played.flatMap(({ episode }) => toldAfterBye(episode.journal))).toEqual([]);
  });

  it('ends every call', () => {
    expect(played.flatMap(({ episode }) => leftOver(episode.journal))).toEqual([]);
  });

  it('makes every kind of call that stories were wrong about within 10,000', () => {
    const made = new Set(truths.flatMap(({ truth, played: own }) => kindsOf(truth, own)));
    const isLeft = () => KINDS.some(({ name }) => !made.has(name));
    let calls = played.reduce((sum, { episode }) => sum + episode.calls, 0);
    for (let n = EPISODES; calls < 10_000 && isLeft(); n += 1) {
      const more = playRun(runOf(n, 7));
      calls += more.episode.calls;
      for (const truth of more.truths) for (const name of kindsOf(truth, more)) made.add(name);
    }
    expect(KINDS.map(({ name }) => name).filter((name) => !made.has(name))).toEqual([]);
  });
});

describe('what is true', () => {
  it('was answered by somebody who was connected then, not before the transfer, and talked no longer than there is time', () => {
    for (const { truth, played: own } of truths) {
      const { answeredAt, talkSeconds, taker, act } = truth;
      const isAnswered = truth.outcomes.includes('answered');
      expect([taker !== null, answeredAt !== null, talkSeconds !== null]).toEqual([
        isAnswered,
        isAnswered,
        isAnswered,
      ]);
      if (answeredAt === null || talkSeconds === null) continue;
      const last = own.episode.journal.at(-1)!.at;
      expect(answeredAt).toBeGreaterThanOrEqual(act.at);
      expect(answeredAt + talkSeconds * 1000).toBeLessThanOrEqual(last + 1000);
    }
  });

  it('never has one party as transferor and as the one handed on', () => {
    const both = truths.filter(
      ({ truth }) => truth.transferee.kind === 'ext' && truth.transferee.number === truth.transferor,
    );
    expect(both).toEqual([]);
  });

  it('never has two transfers taken by one leg, unless the one led to the other', () => {
    for (const { truths: own } of played) {
      const takers = own
        .filter(({ isOpen }) => !isOpen)
        .map(({ taker, answeredAt }) => (taker ? `${taker.id} ${answeredAt}` : null));
      const taken = takers.filter((taker) => taker !== null);
      expect(new Set(taken).size).toBe(taken.length);
    }
  });

  it('has every kind, outcome and target', () => {
    const seen = (of: (truth: (typeof truths)[number]['truth']) => string[]) =>
      [...new Set(truths.flatMap(({ truth }) => of(truth)))].sort();
    expect(seen(({ kind }) => [kind])).toEqual(['attended', 'blind', 'forward']);
    expect(seen(({ outcomes }) => outcomes)).toEqual([
      'abandoned',
      'answered',
      'failed',
      'returned',
      'unanswered',
    ]);
    expect(seen(({ targets }) => targets.flatMap(({ kinds }) => kinds))).toEqual([
      'ext',
      'group',
      'outside',
      'unknown',
      'voicemail',
    ]);
  });
});

describe.each(dialects)('what a %s site pushes', (dialect) => {
  const own = played.filter(({ run }) => run.dialect === dialect);

  it('is read by the program as it was meant', () => {
    const events = own.slice(0, 60).flatMap(({ pushed }) => pushed.map(({ event }) => event));
    expect(events.map((event) => readEvent(Buffer.from(writeEvent(event)!)))).toEqual(
      events.map((event) => ({ event })),
    );
  });

  it('leaves out what is switched off', () => {
    const kinds = (site: string) =>
      [
        ...new Set(
          own
            .filter(({ run }) => run.site === site)
            .flatMap(({ pushed }) => pushed.map(({ event }) => event.what)),
        ),
      ].sort();
    expect(kinds('transfers only')).toEqual(['transfer']);
    expect(kinds('records only')).toEqual(['record', 'transfer']);
    expect(kinds('states only')).toEqual(['status', 'transfer']);
    expect(kinds('all events')).toEqual(expect.arrayContaining(['failed', 'record', 'status', 'transfer']));
  });
});

function joinedWhenGone(journal: Entry[]): string[] {
  const gone = new Set<Channel>();
  return journal.flatMap((entry) => {
    if (entry.what === 'gone') gone.add(entry.channel);
    return entry.what === 'joined' && gone.has(entry.channel) ? [entry.channel.id] : [];
  });
}

function toldAfterBye(journal: Entry[]): string[] {
  const ended = new Set<Channel>();
  return journal.flatMap((entry) => {
    if (entry.what !== 'states') return [];
    const late = entry.changes.filter(({ channel }) => ended.has(channel)).map(({ channel }) => channel.id);
    for (const { channel, state } of entry.changes) if (state === 'BYE') ended.add(channel);
    return late;
  });
}

function leftOver(journal: Entry[]): string[] {
  const gone = new Set(journal.flatMap((entry) => (entry.what === 'gone' ? [entry.channel] : [])));
  const shown = journal.flatMap((entry) =>
    entry.what === 'states' ? entry.changes.map(({ channel }) => channel) : [],
  );
  return shown.filter((channel) => !gone.has(channel)).map(({ id }) => id);
}

function inTwoBridges(journal: Entry[]): string[] {
  const joined = new Set<Channel>();
  return journal.flatMap((entry) => {
    if (entry.what === 'left') joined.delete(entry.channel);
    if (entry.what !== 'joined') return [];
    const isTwice = joined.has(entry.channel);
    joined.add(entry.channel);
    return isTwice ? [entry.channel.id] : [];
  });
}
