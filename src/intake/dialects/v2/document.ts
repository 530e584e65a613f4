import type { DialectDocument } from '../dialect.js';
import { object, scalar } from '../wire/document.js';

const OUTSIDE = object({
  from: scalar('12345678'),
  to: scalar('1020'),
  trunkname: scalar('siptrunk'),
  channelid: scalar('PJSIP/trunk-siptrunk-endpoint-0000002b'),
  memberstatus: scalar('ANSWER'),
});
const EXT = object({
  number: scalar('1020'),
  channelid: scalar('PJSIP/1020-0000002c'),
  memberstatus: scalar('ANSWER'),
});

export const v2Document: DialectDocument = {
  schema: object(
    {
      event: scalar('Tranfer'),
      callid: scalar('1571981647.117'),
      sn: scalar('369451090405'),
      members: {
        type: 'array',
        items: object({ ext: EXT, inbound: OUTSIDE, outbound: OUTSIDE }, { description: 'Of one kind.' }),
      },
    },
    { title: 'V2Event', description: 'S-Series, Cloud and K2 with API v2.', required: ['event'] },
  ),
  example: {
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
};
