import { all, json, listOf, schema } from '../http/openapi.js';

const ANSWER = schema('EventAnswer', {
  type: 'object',
  required: ['status'],
  properties: {
    status: { type: 'string', enum: ['stored', 'duplicate', 'recorded', 'ignored', 'quarantined'] },
    id: { type: 'string', format: 'uuid', description: 'Of the transfer, or of the body in quarantine.' },
    errors: listOf(all({ path: { type: 'string' }, message: { type: 'string' } })),
  },
});

/** What kind of event it is, a dialect says under this name. */
const named = (name: string) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { oneOf: [{ type: 'string' }, { type: 'number' }] } },
  additionalProperties: true,
});

/** The webhook. What makes a transfer event whole differs by dialect; every event has a discriminator. */
export const EVENT = {
  tag: 'events',
  open: true,
  summary: 'Takes an event as the PBX sends it, in any dialect, and answers after the commit.',
  description:
    'The content type is not looked at. What v2 calls `event`, the older dialects call `action` and the P-Series `type`. A body refused ' +
    'once with 400 is kept in quarantine, and answered 200 when it comes again.',
  path: [{ name: 'secret', description: 'The secret path, where one is set.', schema: { type: 'string' } }],
  body: {
    schema: { anyOf: ['event', 'action', 'type'].map(named) },
    examples: {
      inbound: {
        value: {
          event: 'Tranfer',
          callid: '1571981647.117',
          members: [
            {
              inbound: {
                from: '12345678',
                to: '1020',
                trunkname: 'siptrunk',
                channelid: 'PJSIP/trunk-siptrunk-endpoint-0000002b',
              },
            },
            { ext: { number: '1020', channelid: 'PJSIP/1020-0000002c' } },
          ],
          sn: '369451090405',
        },
      },
    },
  },
  answers: { 200: json(ANSWER) },
  problems: {
    400: 'Not JSON, or a transfer that misses what it needs: every fault is named, and the body is kept.',
    401: 'The secret, the signature or the address it came from is not right; the body is kept.',
    403: 'It may not come from there; the body is kept.',
    405: 'Not by POST; what looks like a push is kept.',
    413: 'Larger than 256 KiB.',
  },
};
