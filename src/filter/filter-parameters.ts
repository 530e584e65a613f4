import type { FILTER } from './filter.js';
import type { Parameter } from '../http/openapi.js';

const TEXT = { type: 'string', minLength: 1 };
const MOMENT = {
  type: 'string',
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
};

/** The filter for the document: the table of the contract in sentences. */
const DESCRIBED: Record<keyof typeof FILTER, Omit<Parameter, 'name'>> = {
  callid: { description: 'This call.', schema: TEXT, many: true },
  ext: {
    description: 'An extension among the members, the transferor or the target.',
    schema: TEXT,
    many: true,
  },
  role: {
    description: 'With `ext` or `group`: in which part.',
    schema: { type: 'string', enum: ['any', 'transferor', 'transferee', 'target'] },
  },
  number: {
    description:
      "An outside party's number, as sent; `*` at an end matches the rest, `\\*` is a literal star; a leading space is read as `+`.",
    schema: TEXT,
    many: true,
  },
  trunk: { description: 'A trunk by its name.', schema: TEXT, many: true },
  sn: { description: "A PBX's serial number; `none` finds events without one.", schema: TEXT, many: true },
  direction: {
    description: 'Inbound with an inbound member, else outbound with an outbound one, else internal.',
    schema: { type: 'string', enum: ['internal', 'inbound', 'outbound'] },
    many: true,
  },
  outcome: {
    description: 'How it ended.',
    schema: {
      type: 'string',
      enum: ['answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown'],
    },
    many: true,
  },
  kind: {
    description: 'How it was made.',
    schema: { type: 'string', enum: ['blind', 'attended', 'forward', 'unknown'] },
    many: true,
  },
  group: { description: 'Extensions of this group, as `ext`.', schema: TEXT, many: true },
  reported: {
    description: 'Whether the PBX reported it; `false`: only its call records betray it.',
    schema: { type: 'string', enum: ['true', 'false', 'any'], default: 'true' },
  },
  from: {
    description: 'Received from then on: an instant with its offset, or a bare date in `tz`.',
    schema: MOMENT,
    example: '2026-11-01',
  },
  to: {
    description: 'Received before then: an instant; or a bare date in `tz`, that day included.',
    schema: MOMENT,
    example: '2026-11-22',
  },
  tz: {
    description: 'An IANA zone, for bare dates, `hours` and `weekdays`, and for what is printed.',
    schema: TEXT,
    example: 'Europe/Madrid',
  },
  hours: {
    description: 'A window of the day in `tz`; over midnight where it ends before it begins.',
    schema: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$' },
    many: true,
    example: '09:00-18:00',
  },
  weekdays: {
    description: 'Days of the week in `tz`; 1 is Monday, 7 Sunday.',
    schema: { type: 'string', pattern: '^[1-7](-[1-7])?(,[1-7](-[1-7])?)*$' },
    many: true,
    example: '1-5',
  },
  hops: {
    description: 'At least so many transfers in the same call.',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    example: 2,
  },
};

export const FILTER_PARAMETERS: Parameter[] = Object.entries(DESCRIBED).map(([name, rest]) => ({
  name,
  ...rest,
}));
