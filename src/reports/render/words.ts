import type { Outcome } from '../../transfer/transfer.js';
import type { Figures } from '../figures.js';
import type { By } from '../report.query.js';

/** Every text of the printed report and the mail. */
export const TITLES: Record<By, string> = {
  ext: 'By extension that transferred',
  target: 'By target',
  pair: 'Who sends to whom',
  caller: 'Outside numbers passed on',
  trunk: 'By trunk',
  direction: 'By direction',
  kind: 'By kind',
  outcome: 'By outcome',
  hour: 'By hour',
  day: 'By day',
  week: 'By week',
  month: 'By month',
  'weekday-hour': 'By weekday and hour',
  chain: 'Calls by how often they were passed on',
  route: 'Routes',
  pbx: 'By PBX',
};

export const COLUMNS: Record<string, string> = {
  ext: 'Extension',
  target: 'Target',
  from: 'From',
  to: 'To',
  number: 'Number',
  trunk: 'Trunk',
  direction: 'Direction',
  kind: 'Kind',
  outcome: 'Outcome',
  start: 'From',
  weekday: 'Weekday',
  hour: 'Hour',
  transfersInCall: 'Transfers in the call',
  sn: 'PBX',
  back: 'Sent back',
  share: 'Share',
  transfers: 'Transfers',
  calls: 'Calls',
  answered: 'Answered',
  unanswered: 'Unanswered',
  returned: 'Returned',
  failed: 'Failed',
  abandoned: 'Abandoned',
  unknown: 'Unknown',
  certain: 'Certain',
  inferred: 'Inferred',
  unattributed: 'Unattributed',
  medianSecondsToAnswer: 'Median wait (s)',
  previous: 'Before',
  change: 'Change',
};

/** Drawn in this order from the axis, in the colours of the page. */
export const COLOURS: Record<Outcome, string> = {
  answered: '#3b82b5',
  unanswered: '#d98a00',
  returned: '#8356a8',
  failed: '#c0392b',
  abandoned: '#6f7d3c',
  unknown: '#9aa1a8',
};

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const NOBODY = 'not known';
export const NO_ROWS = 'Nothing was transferred in this period.';
export const ATTRIBUTION = (certain: number, inferred: number, unattributed: number) =>
  `Who transferred is certain for ${certain} of these, inferred for ${inferred} and not known for ${unattributed}.`;
export const SUBJECT = (from: string, to: string, { transfers, unanswered }: Figures) =>
  `Transfers ${from.slice(0, 16).replace('T', ' ')} to ${to.slice(0, 16).replace('T', ' ')}: ${transfers}, ${unanswered} of them unanswered`;
