import type { Fault } from './dialects/dialect.js';

/** The ways in which an event is answered 200. */
export const ANSWERS = ['stored', 'duplicate', 'recorded', 'ignored', 'quarantined'] as const;
export type AnswerStatus = (typeof ANSWERS)[number];

/** What an answer says besides its status. */
interface AnswerDetails extends Record<AnswerStatus, object> {
  stored: { id: string };
  duplicate: { id: string };
  quarantined: { id: string; errors: Fault[] };
}

export type Answer = { [Status in AnswerStatus]: { status: Status } & AnswerDetails[Status] }[AnswerStatus];
