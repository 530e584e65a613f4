import type { TransferAct } from '../../../../../src/simulator/pbx/channel.js';
import type { PushedEvent } from '../../../../../src/simulator/events/push-events.js';
import { partyNumber } from '../../../../../src/transfer/member.js';
import { partiesOf } from '../../../../../src/transfer/parties.js';
import { bursts } from './bursts.js';
import { type Look, readFrom, type Readings } from './look.js';
import { Names } from './names.js';
import type { SaidEvent } from './neighbourhood.js';
import { Parts } from './parts.js';
import { recordWord, spanOf } from './record-look.js';

/**
 * The looks of a transfer, the closest first. By that, two calls that look alike push the same events, but for numbers,
 * ids and exact times. The others follow from the closest and leave out more, so that more calls look alike.
 */
export function looksOf(arrived: PushedEvent[], act: TransferAct): Look[] {
  const said = component(arrived, act);
  const parts = new Parts(said, act);
  const coarse = [
    parts.words(['before', 'after', 'record']),
    parts.words(['record']),
    ...[Infinity, 7, 4, 3, 2].flatMap((most) => [
      parts.words(['before', 'after'], most),
      parts.words(['after'], most),
    ]),
  ];
  return [closest(said, act), ...coarse.map((words, i) => coarseLook(`${i}\n${words.join('\n')}`, parts))];
}

function coarseLook(text: string, { names, readings }: Parts): Look {
  return { key: keyOf(text), nameOf: (number) => names.find(number), ...readFrom(readings) };
}

function closest(said: SaidEvent[], act: TransferAct): Look {
  const [numbers, channels, calls] = [new Names(), new Names(), new Names()];
  const transfersAt = said.filter(({ event }) => event.what === 'transfer').map(({ at }) => at);
  const readings: Readings = { moments: [], talks: [] };
  const words = bursts(said).map(({ at, event, transfer, gap }, i) => {
    readings.moments.push({ name: `event ${i}`, at });
    const head = `${gap}${transfer === act ? '*' : ''}${event.name} ${calls.of(event.callid)}`;
    if (event.what === 'record') {
      const span = spanOf(event);
      for (const [name, moment] of Object.entries(span))
        readings.moments.push({ name: `record ${i} ${name}`, at: moment });
      if (event.talkSeconds !== null)
        readings.talks.push({ name: `record ${i}`, seconds: event.talkSeconds });
      return `${head} ${recordWord(event, numbers, span, transfersAt)}`;
    }
    const members = event.members.map((member) => {
      const called =
        member.kind === 'ext' ? '' : `>${numbers.of(member.kind === 'inbound' ? member.to : member.from)}`;
      return `${member.kind[0]}${numbers.of(partyNumber(member))}${called}#${channels.of(member.channelid ?? '')}${member.memberstatus ?? ''}@${numbers.of(member.callpath ?? '')}`;
    });
    return `${head} ${event.what === 'failed' ? event.reason.slice(0, 3) : ''} ${members.join(' ')}`;
  });
  return {
    key: keyOf(`all\n${words.join('\n')}`),
    nameOf: (number) => numbers.find(number),
    ...readFrom(readings),
  };
}

/** 64 bits of a text: two different texts of a run have the same key about never. */
function keyOf(text: string): string {
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x5bd1e995) ^ (high >>> 15);
  }
  return `${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}`;
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
