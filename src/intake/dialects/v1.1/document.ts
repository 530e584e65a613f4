import type { DialectDocument } from '../dialect.js';
import { V1_SCHEMA } from '../v1/document.js';

export const v1_1Document: DialectDocument = {
  schema: V1_SCHEMA,
  example: {
    action: 'Tranfer',
    callid: '1547379050.161',
    call: [
      { inbound: { from: '0911234', to: '1001', trunk: 'SPS-6-36', inboundid: '1547379050.161' } },
      { ext: { extid: '1001' } },
    ],
    sn: '369362089179',
  },
};
