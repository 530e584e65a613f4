import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, ApiSchema } from '@nestjs/swagger';
import { oneOfSchema } from '../http/api-one-of.js';
import type { Column, Dimension } from './dimensions/dimension.js';
import { DIMENSIONS } from './dimensions/dimensions.js';
import { type Count, COUNTS, type Figures } from './figures.js';

/*
 * The classes of the answer, for the document. Those of figures and rows are made from figures.ts and from each dimension's
 * file, so that a new figure or dimension is described by what describes it everywhere.
 */

const INSTANT = { format: 'date-time' } as const;

@ApiSchema({ name: 'Figures' })
export class FiguresView {
  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'From the transfer to the answer, of answered blind transfers.',
  })
  medianSecondsToAnswer: Figures['medianSecondsToAnswer'];
}
for (const [name, { title, description = `${title}.` }] of Object.entries<Count>(COUNTS))
  ApiProperty({ type: 'integer', description })(FiguresView.prototype, name);

@ApiSchema({ name: 'ComparedPeriod' })
export class ComparedPeriodView {
  @ApiProperty(INSTANT) from: string;
  @ApiProperty(INSTANT) to: string;
  @ApiProperty({ type: FiguresView }) totals: Figures;
}

/** What every row has besides its key. */
class RowView extends FiguresView {
  @ApiProperty({ required: false, description: 'With `compare`: the other period.' }) previous?: FiguresView;
  @ApiProperty({ required: false, description: 'With `compare`: how much more there is now.' })
  change?: FiguresView;
}

/** What every report has besides its rows. */
export class ReportView {
  @ApiProperty(INSTANT) from: string;
  @ApiProperty(INSTANT) to: string;
  @ApiProperty() tz: string;
  @ApiProperty({ description: 'What the figures do not count.' }) note: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What people call the extensions in the rows, by their numbers.',
  })
  names: Record<string, string>;
  @ApiProperty({ type: FiguresView }) totals: Figures;
  @ApiProperty({ required: false }) compare?: ComparedPeriodView;
}

/** The report by one dimension: `by` is its name, and its rows have its key. */
function reportViewOf({ by, title, keys, extra = {} }: Dimension): Type {
  const name = by.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  class OneRow extends RowView {}
  ApiSchema({ name: `${name}Row` })(OneRow);
  for (const [column, about] of Object.entries({ ...keys, ...extra }))
    ApiProperty(propertyOf(about))(OneRow.prototype, column);
  class OneReport extends ReportView {}
  ApiSchema({ name: `ReportBy${name}`, description: `${title}.` })(OneReport);
  ApiProperty({ type: 'string', enum: [by] })(OneReport.prototype, 'by');
  ApiProperty({ type: [OneRow] })(OneReport.prototype, 'rows');
  return OneReport;
}

const propertyOf = ({ type, title, values, known }: Column) => ({
  type,
  description: `${title}.`,
  ...(values && { enum: [...values] }),
  ...(!known && { nullable: true }),
});

/** One class a dimension, by its name. */
const REPORTS = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension.by, reportViewOf(dimension)]));

/** The answer of a route: one of the reports, by its field `by`. */
export const ApiReport = () =>
  applyDecorators(
    ApiExtraModels(...Object.values(REPORTS)),
    ApiResponse({ status: 200, content: { 'application/json': { schema: oneOfSchema('by', REPORTS) } } }),
  );
