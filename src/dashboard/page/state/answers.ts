/* What the public API answers, by the types that are generated from /openapi.json: the page is a client like any other. */
import type { components } from './api-types.js';

type Schemas = components['schemas'];

export type OutcomeName = Schemas['Outcome'];
export const OUTCOME_ORDER = [
  'answered',
  'unanswered',
  'failed',
  'returned',
  'abandoned',
  'unknown',
] as const satisfies OutcomeName[];

export type TransferAnswer = Schemas['Transfer'];
export interface Page<T> {
  data: T[];
  next: string | null;
  total?: number;
}

export type Totals = Schemas['Figures'];
export type FigureAnswer = Pick<Totals, OutcomeName | 'transfers' | 'calls'>;
export type ReportRowAnswer = Omit<Schemas['ExtRow'], 'ext'>;
export type ExtRow = Schemas['ExtRow'];
export type TargetRow = Schemas['TargetRow'];
export type PairRow = Schemas['PairRow'];
export type CallerRow = Schemas['CallerRow'];
export type BucketRow = Schemas['DayRow'];
export type WeekRow = Schemas['WeekdayHourRow'];
export type ChainRow = Schemas['ChainRow'];

export type ReportAnswer<R extends ReportRowAnswer> = Omit<Schemas['ReportByExt'], 'by' | 'rows'> & {
  rows: R[];
};

export type Extension = Schemas['Extension'];
export type CallEventAnswer = Schemas['CallOfPbx']['events'][number];
export type CallStoryAnswer = Schemas['Call'];
export type Pbx = Schemas['Pbx'];
export type DirectionAnswer = Schemas['Direction'];
export type Refused = Schemas['QuarantinedBody'];
