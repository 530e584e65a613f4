import { notAnswered } from './claims.js';
import type { WrongRule } from './wrong-rule.js';

/** What became of it. */
export const outcomeRules: WrongRule[] = [
  {
    name: 'a leg is a party without a time, so that a second ring of the transferor is not seen',
    claim: ({ story }) => (story.outcome === 'returned' ? { outcome: 'unanswered' } : null),
  },
  {
    name: 'a transferor who answers again has the call back',
    claim: ({ afterwards, transferor }) =>
      afterwards.some(({ number, state }) => number === transferor && state === 'ANSWER')
        ? notAnswered('returned')
        : null,
  },
  {
    name: 'a transferor who shows as talking on has the call back',
    claim: ({ afterwards, transferor, at }) =>
      afterwards.some((deed) => deed.number === transferor && deed.state === 'ANSWER' && deed.at < at + 1500)
        ? notAnswered('returned')
        : null,
  },
  {
    name: 'with records alone, what is not answered has come back',
    claim: ({ story, hasStates, records }) =>
      !hasStates && records.length > 0 && story.outcome === 'unanswered' ? { outcome: 'returned' } : null,
  },
  {
    name: 'a menu that answers is somebody who answers',
    claim: ({ deeds, callid, at, transferee, story, afterwards }) => {
      const up = deeds.find(
        (deed) =>
          deed.callid === callid &&
          deed.at > at + 30 &&
          deed.number === transferee &&
          deed.state === 'ANSWER',
      );
      const hasRung = afterwards.some(({ state }) => state === 'RING');
      return up && !hasRung
        ? { target: story.target, outcome: 'answered', answeredAt: new Date(up.at) }
        : null;
    },
  },
  {
    name: 'a mailbox that answers is somebody who answers',
    claim: ({ records, transferee }) =>
      records.some(({ from, status }) => from === transferee && status === 'voicemail')
        ? { outcome: 'answered' }
        : null,
  },
  {
    name: 'a record of the queue that says answered decides',
    claim: ({ records, transferee, story, at }) =>
      story.target?.kind === 'group' &&
      records.some(
        ({ from, to, status }) => from === transferee && to === story.target!.number && status === 'answered',
      )
        ? { outcome: 'answered', answeredAt: new Date(at), talkSeconds: null }
        : null,
  },
  {
    name: 'a caller who leaves the queue was not answered by the agent who rang',
    claim: ({ story }) =>
      story.outcome === 'abandoned' && story.target?.kind === 'group' ? { outcome: 'unanswered' } : null,
  },
  {
    name: 'a phone that rang was not failed to be reached',
    claim: ({ story, afterwards }) =>
      story.outcome === 'failed' && afterwards.some(({ state }) => state === 'RING')
        ? { outcome: 'unanswered' }
        : null,
  },
  {
    name: 'a record that says no answer says so of a phone that declined',
    claim: ({ story, records }) =>
      story.outcome === 'failed' && records.some(({ status }) => status === 'no-answer')
        ? { outcome: 'unanswered' }
        : null,
  },
  {
    name: 'talk in a record is an answer',
    claim: ({ records, transferee }) =>
      records.some(
        ({ from, status, talkSeconds }) =>
          from === transferee && status === 'no-answer' && (talkSeconds ?? 0) > 0,
      )
        ? { outcome: 'answered' }
        : null,
  },
];
