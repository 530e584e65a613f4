import {
  type Channel,
  type Dial,
  type TransferAct,
  numberOf,
} from '../../../../../src/simulator/pbx/channel.js';
import type { Entry } from '../../../../../src/simulator/pbx/journal.js';
import type { TransferTruth } from '../../../../../src/simulator/truth/read-truth.js';
import type { Played } from '../runs.js';

/** What happened around a transfer, as far as the kinds of calls ask for it. */
export interface Scene {
  truth: TransferTruth;
  played: Played;
  /** The other transfers of its call, before and after it; those through the API as well. */
  before: TransferAct[];
  after: TransferAct[];
  /** How many phones of one extension rang for it at once. */
  phones: number;
  rounds: number;
  isPickedUp: boolean;
  isParked: boolean;
  isConferred: boolean;
  isMerged: boolean;
  /** Those the transferor asked before, without handing on to them. */
  askedBefore: string[];
  askedByTarget: number;
  otherCallsOfTransferor: number;
  callsAgain: boolean;
  namesRestAlone: boolean;
  calledFirst: string;
}

export function sceneOf(truth: TransferTruth, played: Played): Scene {
  const { act, taker } = truth;
  const { journal } = played.episode;
  const acts = journal.flatMap((entry) =>
    entry.what === 'transferred' && entry.transfer.rest === act.rest ? [entry.transfer] : [],
  );
  const rang = rangIn(journal);
  const own = [
    ...new Set(
      rang.flatMap(({ dial }) => (dial?.journey.transfer === act && dial.purpose === 'call' ? [dial] : [])),
    ),
  ];
  const questions = [
    ...new Set(
      rang.flatMap(({ dial }) => (dial?.journey.isConsultation && !dial.journey.transfer ? [dial] : [])),
    ),
  ];
  const event = played.pushed.find(({ transfer }) => transfer === act)?.event;
  return {
    truth,
    played,
    before: acts.filter(({ at }) => at < act.at),
    after: acts.filter(({ at }) => at > act.at),
    phones: Math.max(0, ...own.map((dial) => phonesOf(dial, rang))),
    rounds: own.length,
    isPickedUp: taker !== null && taker.dial !== null && !rang.includes(taker),
    isParked: journal.some(
      (entry) =>
        entry.what === 'recorded' &&
        entry.record.to === '6900' &&
        entry.record.call === act.call &&
        entry.record.endedAt > act.at,
    ),
    isConferred: taker !== null && mostIn(journal, taker) > 2,
    isMerged: act.partner !== null && !act.partner.dial?.journey.isConsultation,
    askedBefore: questions
      .filter(({ journey, startedAt }) => journey.channel.owner === truth.transferor && startedAt < act.at)
      .map(({ journey }) => journey.dialled),
    askedByTarget: questions.filter(
      ({ journey, startedAt }) => journey.channel.owner === truth.answeredBy && startedAt > act.at,
    ).length,
    otherCallsOfTransferor: callsOf(journal, truth.transferor, act),
    callsAgain: journal.some(
      (entry) =>
        entry.what === 'states' &&
        entry.at > act.at &&
        entry.call !== act.call &&
        entry.changes.some(({ channel }) => channel.owner === act.rest.owner),
    ),
    namesRestAlone: event?.what === 'transfer' && event.members.length === 1,
    calledFirst: act.rest.party.kind === 'inbound' ? act.rest.party.to : numberOf(act.rest.party),
  };
}

/** All channels that rang. */
function rangIn(journal: Entry[]): Channel[] {
  return journal.flatMap((entry) =>
    entry.what === 'states'
      ? entry.changes.filter(({ state }) => state === 'RING').map(({ channel }) => channel)
      : [],
  );
}

function phonesOf(dial: Dial, rang: Channel[]): number {
  const legs = rang.filter((channel) => channel.dial === dial);
  return Math.max(0, ...legs.map(({ owner }) => legs.filter((other) => other.owner === owner).length));
}

/** How many were in a bridge with this channel at most. */
function mostIn(journal: Entry[], channel: Channel): number {
  const there = new Map<unknown, Set<Channel>>();
  let most = 0;
  for (const entry of journal) {
    if (entry.what !== 'joined' && entry.what !== 'left') continue;
    const channels = there.get(entry.bridge) ?? new Set();
    there.set(entry.bridge, channels);
    if (entry.what === 'joined') channels.add(entry.channel);
    else channels.delete(entry.channel);
    if (channels.has(channel)) most = Math.max(most, channels.size);
  }
  return most;
}

/** Calls of the same person that went on when he handed this one on. */
function callsOf(journal: Entry[], owner: string, act: TransferAct): number {
  const open = new Set<unknown>();
  for (const entry of journal) {
    if (entry.at > act.at) break;
    if (entry.what !== 'states') continue;
    for (const { channel, state } of entry.changes)
      if (channel.owner === owner && entry.call !== act.call) {
        if (state === 'BYE') open.delete(channel);
        else open.add(channel);
      }
  }
  return open.size;
}
