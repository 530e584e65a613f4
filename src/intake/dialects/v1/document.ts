import { object, SCALAR, scalar } from '../wire/document.js';

/** One number; of OpenVox also a list of them. */
const NUMBERS = {
  oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: SCALAR }],
  example: '1001',
};
const OUTSIDE = { from: scalar('0911234'), to: scalar('1001'), trunk: scalar('SPS-6-36') };
const PARTIES = {
  ext: object({ extid: NUMBERS }),
  inbound: object({ ...OUTSIDE, inboundid: scalar('1547379050.161') }),
  outbound: object({ ...OUTSIDE, outboundid: scalar('1547379050.162') }),
};

/** Of v1.0, v1.1 and OpenVox. */
export const V1_SCHEMA = object(
  {
    action: scalar('Tranfer'),
    callid: scalar('1547379050.161'),
    sn: scalar('369362089179'),
    call: { type: 'array', items: object(PARTIES, { description: 'Of one kind.' }) },
    ...PARTIES,
  },
  {
    title: 'V1Event',
    description: 'API v1.1 lists its members under `call`; v1.0 and OpenVox have them in the event itself.',
    required: ['action'],
  },
);
