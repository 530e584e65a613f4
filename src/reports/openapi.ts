import { all, listOf, type Parameter, schema } from '../http/openapi.js';
import { BY } from './dimensions/dimensions.js';

const COUNT = { type: 'integer' };

const FIGURES = {
  type: 'object',
  additionalProperties: true,
  required: ['transfers', 'calls', 'answered', 'unanswered', 'returned', 'failed', 'abandoned', 'unknown'],
  properties: {
    transfers: COUNT,
    calls: COUNT,
    answered: COUNT,
    unanswered: COUNT,
    returned: COUNT,
    failed: COUNT,
    abandoned: COUNT,
    unknown: COUNT,
  },
};

export const REPORT = schema('Report', {
  ...all({
    from: { type: 'string', format: 'date-time' },
    to: { type: 'string', format: 'date-time' },
    tz: { type: 'string' },
    by: { type: 'string', enum: [...BY] },
    note: { type: 'string', description: 'What no figure can hold.' },
    totals: FIGURES,
    rows: { ...listOf(FIGURES), description: 'Each with its key: what it counts.' },
  }),
  additionalProperties: true,
});

export const REPORT_PARAMETERS: Parameter[] = [
  {
    name: 'by',
    description: 'What the rows stand for.',
    schema: { type: 'string', enum: [...BY], default: 'day' },
  },
  {
    name: 'compare',
    description: '`previous`, or a period such as `2026-11-01/2026-11-07`, to set beside each row.',
    schema: { type: 'string', pattern: '^(previous|[^/]+/[^/]+)$' },
  },
];

export const SEPARATOR: Parameter = {
  name: 'separator',
  description: 'Of the columns.',
  schema: { type: 'string', enum: [',', ';'], default: ',' },
};
