/* What the public API answers, as far as the page reads it. Declared here: the page is a client like any other. */

export const OUTCOMES = ['answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Transfer {
  id: string;
  callid: string;
  sn: string | null;
  receivedAt: string;
  callStartedAt: string | null;
  direction: 'internal' | 'inbound' | 'outbound';
  transferor: { ext: string | null; basis: string };
  transferee: { kind: string; number: string } | null;
  target: { kind: string; number: string; answeredBy: string | null } | null;
  kind: string;
  outcome: Outcome;
  answeredAt: string | null;
  talkSeconds: number | null;
  storyBasis: string | null;
  hop: number;
  reported?: boolean;
}

export interface Page<T> {
  data: T[];
  next: string | null;
  total?: number;
}

export type Figures = Record<Outcome | 'transfers' | 'calls', number>;
export interface Totals extends Figures {
  certain: number;
  inferred: number;
  unattributed: number;
}

export interface Row extends Figures {
  medianSecondsToAnswer: number | null;
  previous?: Figures;
  change?: Figures;
}
export interface ExtRow extends Row {
  ext: string | null;
}
export interface TargetRow extends Row {
  target: string | null;
}
export interface PairRow extends Row {
  from: string | null;
  to: string | null;
  back: number;
}
export interface CallerRow extends Row {
  number: string | null;
}
export interface BucketRow extends Row {
  start: string;
}
export interface WeekRow extends Row {
  weekday: number;
  hour: number;
}
export interface ChainRow extends Row {
  transfersInCall: number;
}

export interface Report<R extends Row> {
  from: string;
  to: string;
  tz: string;
  totals: Totals;
  rows: R[];
  compare?: { from: string; to: string; totals: Totals };
}

export interface Extension {
  number: string;
  name: string | null;
  group: string | null;
}

export interface CallEvent {
  receivedAt: string;
  event: string;
}
export interface CallStory {
  data: { sn: string | null; transfers: Transfer[]; events: CallEvent[] }[];
}

export interface Pbx {
  sn: string | null;
  dialect: string | null;
  lastEventAt: string | null;
  /** Silent for longer than usual at this time of the week. */
  silent: boolean;
}

export interface Refused {
  id: string;
  lastAt: string;
  source: string;
  count: number;
  errors: { path: string; message: string }[];
}
