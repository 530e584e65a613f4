import { answeredBy, notAnswered } from './claims.js';
import type { WrongRule } from './wrong-rule.js';

/** How it was handed on, and who did. */
export const kindRules: WrongRule[] = [
  {
    name: 'who was asked before is the target, though nothing was merged',
    claim: ({ before, at }) => {
      const asked = before.findLast(({ state }) => state === 'ANSWER');
      return asked ? { ...answeredBy({ ...asked, at }), kind: 'attended' } : null;
    },
  },
  {
    name: 'a failed question counts for the transfer',
    claim: ({ failures, before, at, afterwards }) => {
      const failed = failures.some((failure) => failure.at < at && failure.at > at - 60_000);
      return failed && before.length >= 0 && !afterwards.some(({ state }) => state === 'RING')
        ? notAnswered('failed')
        : null;
    },
  },
  {
    name: 'a partner whose leg is older than the call cannot be the one who was asked',
    claim: ({ story, deeds, callid, at }) => {
      if (story.kind !== 'attended' || story.target === null) return null;
      const first = deeds.find(({ number }) => number === story.target!.number);
      const begun = deeds.find((deed) => deed.callid === callid);
      return first && begun && first.at < begun.at && first.at < at ? { kind: 'blind' } : null;
    },
  },
  {
    name: 'a phone that rings after the event makes it blind',
    claim: ({ story, before, afterwards }) => {
      const isRinging = before.at(-1)?.state === 'RING' && afterwards.some(({ state }) => state === 'ANSWER');
      return story.kind === 'attended' && isRinging ? { kind: 'blind' } : null;
    },
  },
  {
    name: 'the order of two extensions is certain',
    claim: ({ isTwoExtensions, members, story }) => {
      const [first, last] = members;
      if (!isTwoExtensions || first?.kind !== 'ext' || last?.kind !== 'ext') return null;
      const other = story.transferor.ext === first.number ? last : first;
      return story.transferor.basis === 'story'
        ? { transferor: { ext: other.number, basis: 'only-extension' } }
        : null;
    },
  },
  {
    name: 'the number that a lone caller dialled is the transferor',
    claim: ({ members: [only, second] }) =>
      only?.kind === 'inbound' && second === undefined
        ? { transferor: { ext: only.to, basis: 'only-extension' } }
        : null,
  },
];
