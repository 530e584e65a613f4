/* What the public API answers, by the types that are generated from /openapi.json: the page is a client like any other. */
import type { components } from './api-types.js';

type Schemas = components['schemas'];

export type Outcome = Schemas['Outcome'];
export const OUTCOMES = [
  'answered',
  'unanswered',
  'failed',
  'returned',
  'abandoned',
  'unknown',
] as const satisfies Outcome[];

export type Transfer = Schemas['Transfer'];
export interface Page<T> {
  data: T[];
  next: string | null;
  total?: number;
}

export type Totals = Schemas['Figures'];
export type Figures = Pick<Totals, Outcome | 'transfers' | 'calls'>;
export type Row = Omit<Schemas['ExtRow'], 'ext'>;
export type ExtRow = Schemas['ExtRow'];
export type TargetRow = Schemas['TargetRow'];
export type PairRow = Schemas['PairRow'];
export type CallerRow = Schemas['CallerRow'];
export type BucketRow = Schemas['DayRow'];
export type WeekRow = Schemas['WeekdayHourRow'];
export type ChainRow = Schemas['ChainRow'];

export type Report<R extends Row> = Omit<Schemas['ReportByExt'], 'by' | 'rows'> & { rows: R[] };

export type Extension = Schemas['Extension'];
export type CallEvent = Schemas['CallOfPbx']['events'][number];
export type CallStory = Schemas['Call'];
export type Pbx = Schemas['Pbx'];
export type Refused = Schemas['QuarantinedBody'];
