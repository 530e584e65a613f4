import { isTechnical } from '../../../../../src/transfer/member.js';
import { answeredBy, toExtension } from './claims.js';
import type { WrongRule } from './wrong-rule.js';

/** Where the call went. */
export const targetRules: WrongRule[] = [
  {
    name: 'each phone of an extension is a party, so that two of them are a group',
    claim: ({ afterwards, story }) => {
      const rings = afterwards.filter(({ state, member }) => state === 'RING' && member.kind === 'ext');
      const phones = new Set(rings.map(({ number, member }) => `${number} ${member.channelid ?? ''}`));
      const isGroup = phones.size > 1 && story.target?.kind === 'ext';
      return isGroup ? { target: { ...story.target!, kind: 'group' } } : null;
    },
  },
  {
    name: 'a technical leg is a party',
    claim: ({ deeds, callid, at }) => {
      const leg = deeds.find(
        (deed) => deed.callid === callid && deed.at > at && deed.member.channelid?.startsWith('Local/'),
      );
      return leg && isTechnical(leg.member)
        ? { target: { kind: 'group', number: leg.number, answeredBy: null } }
        : null;
    },
  },
  {
    name: 'the path on the caller is one that the call had before',
    claim: ({ story, afterwards, members }) => {
      const paths = new Set(afterwards.map(({ member }) => member.callpath));
      const isPath =
        story.target?.kind === 'group' && story.target.answeredBy !== null && paths.has(story.target.number);
      return isPath && members.length > 0
        ? { target: toExtension(story.target!.answeredBy!, story.target!.answeredBy) }
        : null;
    },
  },
  {
    name: 'who picks the call up is the target',
    claim: ({ story, afterwards }) => {
      const by = story.target?.answeredBy ?? null;
      const hasRung = afterwards.some(({ number, state }) => number === by && state === 'RING');
      return by !== null && !hasRung && by !== story.target!.number ? { target: toExtension(by, by) } : null;
    },
  },
  {
    name: 'who takes a forwarded call is the target',
    claim: ({ story, afterwards }) => {
      const by = story.target?.answeredBy ?? null;
      const hasRung = afterwards.some(({ number, state }) => number === by && state === 'RING');
      const isOther = story.target?.kind === 'ext' && by !== null && by !== story.target.number;
      return isOther && hasRung ? { target: toExtension(by, by) } : null;
    },
  },
  {
    name: 'the last who answers in the call is the target',
    claim: ({ afterwards, story }) => {
      const last = afterwards.findLast(({ state, member }) => state === 'ANSWER' && member.kind === 'ext');
      return last && story.outcome === 'answered' ? answeredBy(last) : null;
    },
  },
  {
    name: 'the next call of the same caller goes on with this one',
    claim: ({ deeds, transferee, callid, at }) => {
      const next = deeds.find((deed) => deed.number === transferee && deed.at > at && deed.callid !== callid);
      const taker =
        next &&
        deeds.find(
          (deed) => deed.callid === next.callid && deed.state === 'ANSWER' && deed.number !== transferee,
        );
      return taker ? answeredBy(taker) : null;
    },
  },
  {
    name: 'a call of the transferor that goes on is the consultation',
    claim: ({ deeds, before, callid, at }) => {
      const other = before.findLast((deed) => deed.callid !== callid && deed.state === 'ANSWER');
      const goesOn = deeds.some(
        (deed) => deed.number === other?.number && deed.callid === other.callid && deed.at > at + 3000,
      );
      return other && goesOn ? { ...answeredBy({ ...other, at }), kind: 'attended' } : null;
    },
  },
  {
    name: 'what was answered months before under the same ids is answered now',
    claim: ({ deeds, callid, at, transferor, transferee }) => {
      const old = deeds.find(
        (deed) =>
          deed.callid === callid &&
          deed.at < at - 86_400_000 &&
          deed.state === 'ANSWER' &&
          deed.member.kind === 'ext' &&
          deed.number !== transferor &&
          deed.number !== transferee,
      );
      return old ? answeredBy({ ...old, at }) : null;
    },
  },
  {
    name: 'the record of the next leg names the target',
    claim: ({ records, transferee }) => {
      const last = records.findLast(({ from, status }) => from === transferee && status === 'answered');
      return last ? { target: toExtension(last.to, last.to), outcome: 'answered' } : null;
    },
  },
];
