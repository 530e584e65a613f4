import type { WrongRule } from './wrong-rule.js';

/** When it was answered, and how long they talked. */
export const answerRules: WrongRule[] = [
  {
    name: 'a leg is a party without a time, so that its first answer in the call counts',
    claim: ({ story, deeds, callid }) => {
      const first = deeds.find(
        (deed) =>
          deed.callid === callid && deed.number === story.target?.answeredBy && deed.state === 'ANSWER',
      );
      return first && story.kind === 'blind' ? { answeredAt: new Date(first.at) } : null;
    },
  },
  {
    name: 'the next transfer of a call gets the answer of the one before',
    claim: ({ inCall, story }) => {
      const before = inCall.find((other) => other.story.hop === story.hop - 1)?.story;
      return before?.outcome === 'answered'
        ? {
            outcome: 'answered',
            target: before.target,
            answeredAt: before.answeredAt,
            talkSeconds: before.talkSeconds,
          }
        : null;
    },
  },
  {
    name: 'an attended transfer is answered when the one who was asked answered',
    claim: ({ story, before }) => {
      const asked = before.find(
        ({ number, state }) => number === story.target?.answeredBy && state === 'ANSWER',
      );
      return story.kind === 'attended' && asked ? { answeredAt: new Date(asked.at) } : null;
    },
  },
  {
    name: 'they talk till the whole call is over',
    claim: ({ story, deeds, callid }) => {
      const last = deeds.findLast((deed) => deed.callid === callid);
      return story.answeredAt && last
        ? { talkSeconds: Math.round((last.at - +story.answeredAt) / 1000) }
        : null;
    },
  },
  {
    name: 'their talk ends where the target talks with somebody else',
    claim: ({ story, afterwards }) => {
      const other = afterwards.find(
        ({ number, state, at }) =>
          number !== story.target?.answeredBy && state === 'RING' && at > +(story.answeredAt ?? 0),
      );
      return story.answeredAt && other
        ? { talkSeconds: Math.round((other.at - +story.answeredAt) / 1000) }
        : null;
    },
  },
];
