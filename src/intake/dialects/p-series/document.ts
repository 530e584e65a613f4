import type { DialectDocument } from '../dialect.js';
import { object, scalar } from '../wire/document.js';

export const pSeriesDocument: DialectDocument = {
  schema: object(
    {
      type: scalar(30013),
      sn: scalar('3631A2124XXX'),
      msg: { type: 'string', example: '{"call_id":"1651057500.370","members":[]}' },
    },
    {
      title: 'PSeriesEvent',
      description:
        'P-Series: its message is JSON once more, as text. Types 30011 to 30015 and 30019 are read; 30039 has no call id and is ignored.',
      required: ['type'],
    },
  ),
  example: {
    type: 30013,
    sn: '3631A2124XXX',
    msg: JSON.stringify({
      call_id: '1651057500.370',
      members: [
        {
          inbound: {
            from: '0911234567',
            to: '2002',
            trunk_name: 'Line 1',
            channel_id: 'PJSIP/line1-000001b0',
          },
        },
        { extension: { number: '2002', channel_id: 'PJSIP/2002-000001b1' } },
      ],
    }),
  },
};
