import { all, content, json, listOf, orNull, type Parameter, schema } from '../http/openapi.js';

const TEXT = { type: 'string' };
const TIME = { type: 'string', format: 'date-time' };
const WHOLE = { type: 'integer' };
const ID: Parameter = { name: 'id', description: 'Its id.', schema: TEXT };
const FAULTY = { 400: 'A parameter is unknown, empty or faulty; each is named.' };
const MISSING = { 404: 'There is no such body in quarantine.' };

const QUARANTINED = schema(
  'QuarantinedBody',
  all({
    id: { type: 'string', format: 'uuid' },
    cause: {
      type: 'string',
      enum: ['fault', 'refusal'],
      description: 'A fault in it, or a refusal of its sender.',
    },
    source: TEXT,
    contentType: orNull('string'),
    bytes: WHOLE,
    count: { type: 'integer', description: 'How often these very bytes came.' },
    firstAt: TIME,
    lastAt: TIME,
    errors: listOf(all({ path: TEXT, message: TEXT })),
  }),
);
const CAUSE: Parameter = {
  name: 'cause',
  description: 'Only bodies with a fault, or only those of refused senders.',
  schema: { type: 'string', enum: ['fault', 'refusal'] },
};

const describeQuarantine = { tag: 'quarantine', problems: FAULTY };

/** The descriptions of the quarantine's routes, by the name of the method. */
export const QUARANTINE = {
  page: {
    ...describeQuarantine,
    summary: 'What was refused, newest first.',
    query: [
      CAUSE,
      {
        name: 'limit',
        description: '1 to 500, default 50.',
        schema: { type: 'integer', minimum: 1, maximum: 500 },
      },
      { name: 'cursor', description: '`next` of the page before.', schema: TEXT },
    ],
    answers: { 200: json(all({ data: listOf(QUARANTINED), next: orNull('string') })) },
  },
  replayAll: {
    ...describeQuarantine,
    summary: 'Reads all of it again, after an update of the program or a corrected secret.',
    description:
      'What is understood now becomes what it would have been, with the time of its first arrival.',
    query: [CAUSE],
    answers: { 200: json({ type: 'object', additionalProperties: true }) },
  },
  one: {
    ...describeQuarantine,
    summary: 'One refused body, with why.',
    path: [ID],
    answers: { 200: json(QUARANTINED) },
    problems: { ...FAULTY, ...MISSING },
  },
  raw: {
    ...describeQuarantine,
    summary: 'Its bytes, as they came.',
    path: [ID],
    answers: { 200: content('application/octet-stream', { type: 'string', format: 'binary' }) },
    problems: { ...FAULTY, ...MISSING },
  },
  replayOne: {
    ...describeQuarantine,
    summary: 'Reads this one again.',
    path: [ID],
    answers: { 200: json({ type: 'object', additionalProperties: true }) },
    problems: { ...FAULTY, ...MISSING },
  },
};

const KEEPING = listOf(
  all({
    kind: TEXT,
    days: orNull('integer'),
    before: orNull('string', { format: 'date-time' }),
    rows: WHOLE,
  }),
);

export const PRIVACY = {
  erase: {
    tag: 'privacy',
    summary: 'Erases an outside number everywhere.',
    description: 'Counts and identities stay; what comes later of those calls is written without it.',
    path: [{ name: 'number', description: 'The number as the PBX sent it.', schema: TEXT }],
    answers: {
      200: json(
        all({
          calls: WHOLE,
          transfers: WHOLE,
          members: WHOLE,
          events: WHOLE,
          quarantined: WHOLE,
          notCovered: all({ backups: listOf(TEXT), sentence: TEXT }),
        }),
      ),
    },
    problems: { 400: 'This cannot be a number.', 409: 'It is an extension of a PBX.' },
  },
  dryRun: {
    tag: 'privacy',
    summary: 'What retention would let go now.',
    answers: { 200: json(all({ data: KEEPING })) },
    problems: FAULTY,
  },
  run: {
    tag: 'privacy',
    summary: 'Lets go what is older than the settings say.',
    answers: { 200: json(all({ data: KEEPING })) },
    problems: FAULTY,
  },
};

const PBX = schema(
  'Pbx',
  all({
    sn: orNull('string'),
    dialect: orNull('string'),
    lastEventAt: orNull('string', { format: 'date-time' }),
    silent: { type: 'boolean', description: 'For longer than usual at this time of the week.' },
    link: { type: 'object', nullable: true, additionalProperties: true },
    gaps: listOf({ type: 'object', additionalProperties: true }),
  }),
);

export const PBXS = {
  tag: 'operations',
  summary: 'Each PBX seen or logged in to: its last event, the state of its link, gaps.',
  answers: { 200: json(all({ data: listOf(PBX) })) },
  problems: FAULTY,
};

export const METRICS = {
  tag: 'operations',
  summary: 'Figures for Prometheus.',
  answers: { 200: content('text/plain') },
};
