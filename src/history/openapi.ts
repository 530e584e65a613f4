import { FILTER_PARAMETERS } from '../filter/filter-parameters.js';
import { all, listOf, orNull, type Parameter, schema } from '../http/openapi.js';

const TEXT = { type: 'string' };
const TIME = { type: 'string', format: 'date-time' };

const MEMBER = schema('Member', {
  type: 'object',
  required: ['kind'],
  description:
    'An extension has a `number`; an inbound or outbound party has `from` and `to`. What a PBX does not tell is left out.',
  properties: {
    kind: { type: 'string', enum: ['ext', 'inbound', 'outbound'] },
    number: TEXT,
    from: TEXT,
    to: TEXT,
    trunkname: TEXT,
    channelid: TEXT,
    memberstatus: TEXT,
    callpath: TEXT,
    legid: TEXT,
  },
});

export const TRANSFER = schema(
  'Transfer',
  all({
    id: { type: 'string', format: 'uuid' },
    callid: TEXT,
    sn: orNull('string'),
    dialect: { type: 'string', enum: ['v2', 'v1.1', 'v1.0', 'openvox', 'p-series'] },
    receivedAt: TIME,
    callStartedAt: orNull('string', { format: 'date-time' }),
    direction: { type: 'string', enum: ['internal', 'inbound', 'outbound'] },
    transferor: all({
      ext: orNull('string'),
      basis: {
        type: 'string',
        enum: ['only-extension', 'called-extension', 'member-order', 'call-record', 'story', 'unknown'],
        description: 'On what it rests: `member-order`, `called-extension` and `call-record` are inferred.',
      },
    }),
    transferee: {
      ...all({ kind: { type: 'string', enum: ['ext', 'inbound', 'outbound'] }, number: TEXT }),
      nullable: true,
    },
    target: {
      ...all({
        kind: { type: 'string', enum: ['ext', 'group', 'outside', 'voicemail', 'unknown'] },
        number: TEXT,
        answeredBy: orNull('string'),
      }),
      nullable: true,
    },
    kind: { type: 'string', enum: ['blind', 'attended', 'forward', 'unknown'] },
    outcome: {
      type: 'string',
      enum: ['answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown'],
    },
    answeredAt: orNull('string', { format: 'date-time' }),
    talkSeconds: orNull('integer'),
    storyBasis: orNull('string'),
    reported: { type: 'boolean', description: 'False: only the records of its call betray it.' },
    hop: { type: 'integer' },
    deliveries: { type: 'integer' },
    members: listOf(MEMBER),
  }),
);

export const PAGE = schema('TransferPage', {
  type: 'object',
  required: ['data', 'next'],
  properties: {
    data: listOf(TRANSFER),
    next: orNull('string', { description: 'The cursor of the next page; null on the last.' }),
    total: { type: 'integer', description: 'With count=true.' },
  },
});

export const CALL = schema(
  'Call',
  all({
    callid: TEXT,
    data: listOf(
      all({
        sn: orNull('string'),
        handedOn: { type: 'integer' },
        from: TIME,
        to: TIME,
        transfers: listOf(TRANSFER),
        events: listOf({
          type: 'object',
          required: ['receivedAt', 'what', 'event'],
          properties: {
            receivedAt: TIME,
            what: { type: 'string', enum: ['status', 'record', 'forward', 'failed'] },
            event: TEXT,
            facts: {
              type: 'object',
              additionalProperties: true,
              description: 'Left out without the scope numbers.',
            },
          },
        }),
      }),
    ),
  }),
);

export const ORDER: Parameter = {
  name: 'order',
  description: 'By the time it was received.',
  schema: { type: 'string', enum: ['desc', 'asc'], default: 'desc' },
};
export const SEPARATOR: Parameter = {
  name: 'separator',
  description: 'Of the columns.',
  schema: { type: 'string', enum: [',', ';'], default: ',' },
};
export const PAGE_PARAMETERS: Parameter[] = [
  ...FILTER_PARAMETERS,
  ORDER,
  {
    name: 'limit',
    description: 'Rows of a page.',
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    example: 50,
  },
  {
    name: 'cursor',
    description: '`next` of the page before, with the same filter.',
    schema: { type: 'string', minLength: 1 },
  },
  {
    name: 'count',
    description: '`true` adds the exact `total`.',
    schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
  },
];
export const FAULTY = { 400: 'A parameter is unknown, empty or faulty; each is named.' };
