import type { TransferAct } from '../../../../../src/simulator/pbx/channel.js';
import { createHash } from 'node:crypto';
import type { PushedEvent } from '../../../../../src/simulator/events/push-events.js';
import { partyNumber } from '../../../../../src/transfer/member.js';
import { partiesOf } from '../../../../../src/transfer/parties.js';
import { Names } from './names.js';
import { aroundTransfer, type SaidEvent } from './neighbourhood.js';
import { recordWord, spanOf } from './record-look.js';

/** What a transfer's events look like when numbers, ids and exact times are taken out of them. */
export interface Look {
  key: string;
  /** A number's name among those that the events mention; null for one that they do not. */
  nameOf: (number: string) => string | null;
  /** Names of all moments that the events tell and that lie within two seconds of this one. */
  momentsAt: (at: number) => string[];
  /** Names of the records whose talk is within two seconds of this one. */
  talksOf: (seconds: number) => string[];
}

/** As exact as `answeredAt` and `talkSeconds` have to be. */
export const WITHIN_MS = 2000;

/** What arrives so close together can have been sent in any order. */
const TOGETHER_MS = 30;

/** How closely two calls are compared. */
interface Level {
  name: string;
  /** Only what lies between the transfer before this one and the next. */
  isNear: boolean;
  hasGaps: boolean;
  hasChannels: boolean;
}

const LEVELS: Level[] = [
  { name: 'all', isNear: false, hasGaps: true, hasChannels: true },
  { name: 'near', isNear: true, hasGaps: true, hasChannels: false },
  { name: 'order', isNear: true, hasGaps: false, hasChannels: false },
];

/**
 * Looks of three levels. On the first, two calls that look alike push the same events, but for numbers, ids and exact
 * times; the others leave out more, so that more calls look alike.
 */
export function looksOf(arrived: PushedEvent[], act: TransferAct, onlyClosest = false): Look[] {
  const said = component(arrived, act);
  return (onlyClosest ? LEVELS.slice(0, 1) : LEVELS).map((level) =>
    lookOf(level.isNear ? aroundTransfer(said, act) : said, act, level),
  );
}

function lookOf(said: SaidEvent[], act: TransferAct, level: Level): Look {
  const [numbers, channels, calls] = [new Names(), new Names(), new Names()];
  const transfersAt = said.filter(({ event }) => event.what === 'transfer').map(({ at }) => at);
  const moments: { name: string; at: number }[] = [];
  const talks: { name: string; seconds: number }[] = [];
  const words: string[] = [];
  for (const [i, { at, event, transfer, gap }] of bursts(said).entries()) {
    moments.push({ name: `event ${i}`, at });
    const head = `${level.hasGaps ? gap : ''}${transfer === act ? '*' : ''}${event.name} ${calls.of(event.callid)}`;
    if (event.what === 'record') {
      const span = spanOf(event);
      for (const [name, moment] of Object.entries(span))
        moments.push({ name: `record ${i} ${name}`, at: moment });
      if (event.talkSeconds !== null) talks.push({ name: `record ${i}`, seconds: event.talkSeconds });
      words.push(`${head} ${recordWord(event, numbers, span, transfersAt)}`);
      continue;
    }
    const members = event.members.map((member) => {
      const called =
        member.kind === 'ext' ? '' : `>${numbers.of(member.kind === 'inbound' ? member.to : member.from)}`;
      const channel = level.hasChannels ? `#${channels.of(member.channelid ?? '')}` : '';
      return `${member.kind[0]}${numbers.of(partyNumber(member))}${called}${channel}${member.memberstatus ?? ''}@${numbers.of(member.callpath ?? '')}`;
    });
    const each = level.hasChannels ? members : [...new Set(members)];
    words.push(`${head} ${event.what === 'failed' ? event.reason.slice(0, 3) : ''} ${each.join(' ')}`);
  }
  const shown = level.hasChannels ? words : words.filter((word, i) => word !== words[i - 1]);
  return {
    key: createHash('sha1')
      .update(`${level.name}\n${shown.join('\n')}`)
      .digest('base64')
      .slice(0, 16),
    nameOf: (number) => numbers.find(number),
    momentsAt: (at) =>
      moments.filter((moment) => Math.abs(moment.at - at) <= WITHIN_MS).map(({ name }) => name),
    talksOf: (seconds) =>
      talks.filter((talk) => Math.abs(talk.seconds - seconds) * 1000 <= WITHIN_MS).map(({ name }) => name),
  };
}

/** Events in the order of arrival, those that arrive together in an order that depends on what they say alone. */
function bursts(said: SaidEvent[]): (SaidEvent & { gap: string })[] {
  const groups: SaidEvent[][] = [];
  for (const one of said) {
    const last = groups.at(-1);
    if (last && one.at - last.at(-1)!.at <= TOGETHER_MS) last.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((group, i) => {
    const gap = gapOf(group[0]!.at - (groups[i - 1]?.at(-1)?.at ?? group[0]!.at));
    const sorted = group
      .map((one) => ({ one, shape: shapeOf(one) }))
      .sort((a, b) => (a.shape < b.shape ? -1 : a.shape > b.shape ? 1 : 0));
    return sorted.map(({ one }, j) => ({ ...one, gap: j === 0 ? gap : '' }));
  });
}

function shapeOf({ event }: SaidEvent): string {
  if (event.what === 'record') return `record ${event.status} ${event.startedAtLocal}`;
  return `${event.name} ${event.members.map(({ kind, memberstatus }) => `${kind}${memberstatus ?? ''}`).join()} ${event.members.map(partyNumber).join()}`;
}

function gapOf(ms: number): string {
  return ms <= 60 ? '' : ms <= 1200 ? ',' : ms <= 6500 ? ';' : '|';
}

/** The events of the transfer's call, and of all that share a party with it, directly or through another. */
function component(arrived: PushedEvent[], act: TransferAct): SaidEvent[] {
  const said = arrived.filter((one): one is SaidEvent => one.event.what !== 'other');
  const calls = new Set([act.call.id]);
  const parties = new Set<string>();
  for (let before = -1; before !== calls.size + parties.size;) {
    before = calls.size + parties.size;
    for (const { event } of said) {
      const own =
        event.what === 'transfer'
          ? event.members.map(partyNumber).filter((number) => number !== '')
          : partiesOf(event);
      if (!calls.has(event.callid) && !own.some((number) => parties.has(number))) continue;
      calls.add(event.callid);
      for (const number of own) parties.add(number);
    }
  }
  return said.filter(({ event }) => calls.has(event.callid));
}
