import { FilterQuery } from '../filter/filter.dto.js';
import { type Moment, readMoment } from '../filter/period.js';
import { InvalidValue } from '../http/invalid-value.js';
import { ChoiceParameter, ParsedParameter } from '../http/query-parameters.js';
import { BY, type By } from './dimensions/dimensions.js';

/** The period to set beside the one that is asked for. */
export type Comparison = 'previous' | { from: Moment; to: Moment };

/** A report: of which transfers, what its rows stand for, and with what it is compared. */
export class ReportQuery extends FilterQuery {
  @ChoiceParameter(BY, { description: 'What the rows stand for.', default: 'day' })
  by: By = 'day';

  @ParsedParameter(
    readComparison,
    { type: 'string', pattern: '^(previous|[^/]+/[^/]+)$' },
    { description: '`previous`, or a period such as `2026-11-01/2026-11-07`, to set beside each row.' },
  )
  compare?: Comparison;
}

export class ReportCsvQuery extends ReportQuery {
  @ChoiceParameter([',', ';'], { description: 'Of the columns.', default: ',' })
  separator: ',' | ';' = ',';
}

function readComparison(value: string): Comparison {
  if (value === 'previous') return value;
  const [from, to, ...more] = value.split('/');
  if (!from || !to || more.length > 0)
    throw new InvalidValue(`is previous, or a period such as 2026-11-01/2026-11-07; not '${value}'`);
  return { from: readMoment(from), to: readMoment(to) };
}
