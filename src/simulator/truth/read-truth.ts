import type { Outcome, Target, Transferee, TransferKind } from '../../transfer/transfer.js';
import { type Bridge, type Channel, numberOf, type PlaceKind, type TransferAct } from '../pbx/channel.js';
import type { Entry } from '../pbx/journal.js';

/** What really happened to one transfer: which parties were connected, and when. */
export interface TransferTruth {
  act: TransferAct;
  /** Place among the transfers of its call that the PBX reported, from 1. */
  hop: number;
  transferor: string;
  transferee: Transferee;
  /**
   * Where the call went: as dialled first, then where forwards and menus led it, then who took it. The first that the
   * events mention at all is the right answer: nobody can know a number that stands nowhere.
   */
  targets: TrueTarget[];
  /** The channel with which the one handed on was connected by this transfer. */
  taker: Channel | null;
  answeredBy: string | null;
  kind: TransferKind;
  /** More than one where the API leaves open which is right. */
  outcomes: Outcome[];
  answeredAt: number | null;
  talkSeconds: number | null;
  /** Nobody can say what became of it: the power failed, or a forward that counts as a transfer of its own took it over. */
  isOpen: boolean;
}

export interface TrueTarget {
  /** Each spelling of it: as dialled, and as a trunk was given it. */
  numbers: string[];
  /** More than one where the API has no word for it. */
  kinds: Target['kind'][];
  /** Its own phones rang. Those of a group's member, to which the call was forwarded, ring for the group. */
  hasRung: boolean;
}

/** Reads off the bridges what became of each transfer. */
export function truthsOf(journal: Entry[]): TransferTruth[] {
  const hops = new Map<string, number>();
  return journal.flatMap((entry) => {
    if (entry.what !== 'transferred') return [];
    const { transfer: act } = entry;
    const hop = (hops.get(act.call.id) ?? 0) + (act.reported ? 1 : 0);
    hops.set(act.call.id, hop);
    return [truthOf(act, hop, journal)];
  });
}

function truthOf(act: TransferAct, hop: number, journal: Entry[]): TransferTruth {
  const { rest, transferor } = act;
  const met = meetings(act, journal);
  const taken = met.find(({ other }) => isTarget(other, act));
  const returned = met.some(
    ({ other }) => other.dial?.journey.transfer === act && other.dial.purpose === 'recall',
  );
  const end = endOf(rest, journal);
  return {
    act,
    hop,
    transferor,
    transferee: { kind: rest.party.kind, number: numberOf(rest.party) },
    kind: act.how,
    taker: taken?.other ?? null,
    ...targetOf(act, taken?.other ?? null, journal),
    outcomes: taken ? ['answered'] : returned ? ['returned'] : notTaken(act, end.byOwner),
    answeredAt: taken?.at ?? null,
    talkSeconds: taken ? Math.round((talkEnd(act, taken, journal) - taken.at) / 1000) : null,
    isOpen: act.forwarded !== null || end.isCut,
  };
}

interface Meeting {
  at: number;
  other: Channel;
}

/** All who shared a bridge with the one handed on from then on, each when it began. */
function meetings(act: TransferAct, journal: Entry[]): Meeting[] {
  const { rest } = act;
  const there = new Map<Bridge, Set<Channel>>();
  const met: Meeting[] = [];
  let isAfter = false;
  for (const entry of journal) {
    if (entry.what === 'transferred' && entry.transfer === act) isAfter = true;
    if (entry.what !== 'joined' && entry.what !== 'left') continue;
    const channels = there.get(entry.bridge) ?? new Set();
    there.set(entry.bridge, channels);
    if (entry.what === 'left') channels.delete(entry.channel);
    else {
      channels.add(entry.channel);
      if (isAfter && channels.has(rest)) {
        const others = entry.channel === rest ? [...channels].filter((one) => one !== rest) : [entry.channel];
        met.push(...others.map((other) => ({ at: entry.at, other })));
      }
    }
  }
  return met;
}

/** A phone that rang by this transfer, or the one who was asked before. */
function isTarget(channel: Channel, act: TransferAct): boolean {
  return (
    channel === act.partner || (channel.dial?.journey.transfer === act && channel.dial.purpose === 'call')
  );
}

/** Their talk lasts until one of them is gone, or is handed on. */
function talkEnd(act: TransferAct, { at, other }: Meeting, journal: Entry[]): number {
  const two = [act.rest, other];
  let isAfter = false;
  for (const entry of journal) {
    if (entry.what === 'joined' && entry.at === at && two.includes(entry.channel)) isAfter = true;
    if (!isAfter) continue;
    if (entry.what === 'gone' && two.includes(entry.channel)) return entry.at;
    if (entry.what !== 'transferred' || entry.transfer === act) continue;
    const { by, rest } = entry.transfer;
    if (two.includes(rest) || (by && two.includes(by))) return entry.at;
  }
  return at;
}

interface End {
  byOwner: boolean;
  /** The power failed, or the story ends while it is still there. */
  isCut: boolean;
}

function endOf(channel: Channel, journal: Entry[]): End {
  let byOwner = false;
  let isThere = true;
  let isCut = false;
  for (const entry of journal) {
    if (entry.what === 'gone' && entry.channel === channel) {
      byOwner = entry.byOwner;
      isThere = false;
    }
    if (entry.what === 'started') isCut = true;
  }
  return { byOwner, isCut: isCut || isThere };
}

function notTaken({ arrivals, dialled, ledTo }: TransferAct, byOwner: boolean): Outcome[] {
  const own = arrivals.filter(({ purpose }) => purpose === 'call').map(({ arrival }) => arrival);
  const last = own.at(-1);
  const isRecalled = arrivals.some(({ purpose }) => purpose === 'recall');
  switch (last) {
    case 'menu':
      // It pushes the same whether the caller leaves the menu or is let go.
      return byOwner ? ['abandoned'] : ['unanswered', 'abandoned'];
    case 'busy':
    case 'declined':
    case 'unreachable':
      return isRecalled ? ['failed', 'unanswered'] : ['failed'];
    case 'gone':
      return ['abandoned'];
    default:
      // So it is with a queue that nobody serves.
      if (!isRecalled && [dialled, ...ledTo].at(-1)!.kind === 'queue') return ['unanswered', 'abandoned'];
      return isRecalled && byOwner ? ['unanswered', 'abandoned'] : ['unanswered'];
  }
}

function targetOf(
  act: TransferAct,
  taker: Channel | null,
  journal: Entry[],
): Pick<TransferTruth, 'targets' | 'answeredBy'> {
  const answeredBy = taker && isExtension(taker) ? taker.owner : null;
  const straightToMailbox = act.arrivals.some(({ arrival, hasRung }) => arrival === 'voicemail' && !hasRung);
  const places = [act.dialled, ...act.ledTo].map(({ kind, number }): TrueTarget => ({
    numbers: spellings(number, kind === 'outside' ? taker : null),
    kinds: kind === 'ext' && straightToMailbox ? ['voicemail'] : KINDS[kind],
    hasRung: kind !== 'ext' || isPartner(number, act) || haveOwnPhonesRung(number, act, journal),
  }));
  // Where a group leaves no trace, who took it is all that is known.
  const last: TrueTarget[] =
    answeredBy === null ? [] : [{ numbers: [answeredBy], kinds: ['ext', 'unknown', 'group'], hasRung: true }];
  return { targets: [...places, ...last], answeredBy };
}

/** One who was on the phone already can be merged, too: his phone need not ring. */
const isPartner = (number: string, { partner }: TransferAct): boolean =>
  partner !== null && numberOf(partner.party) === number;

/** A consultation began before the transfer, whose target rang by it or by the transfer itself. */
const CONSULTED_BEFORE_MS = 5 * 60_000;

const haveOwnPhonesRung = (number: string, { at, how }: TransferAct, journal: Entry[]): boolean =>
  journal.some(
    (entry) =>
      entry.what === 'states' &&
      entry.at >= at - (how === 'attended' ? CONSULTED_BEFORE_MS : 0) &&
      entry.changes.some(
        ({ state, channel: { dial } }) =>
          state === 'RING' && dial?.number === number && dial.purpose === 'call',
      ),
  );

const KINDS: Record<PlaceKind, Target['kind'][]> = {
  ext: ['ext'],
  group: ['group'],
  queue: ['group'],
  // The API has no word for a menu.
  ivr: ['unknown', 'group'],
  voicemail: ['voicemail'],
  outside: ['outside'],
};

/** As dialled, and as the trunk was given it. */
function spellings(number: string, taker: Channel | null): string[] {
  const sent = taker && taker.party.kind !== 'ext' ? numberOf(taker.party) : number.replace(/^9(?=[0+])/, '');
  return [...new Set([number, sent])];
}

/** A mobile twin is its extension's. */
function isExtension({ party, owner }: Channel): boolean {
  return party.kind === 'ext' || (party.kind === 'outbound' && party.to !== owner);
}
