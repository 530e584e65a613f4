import type { DialectDocument } from '../dialect.js';
import { V1_SCHEMA } from '../v1/document.js';

export const v1_0Document: DialectDocument = {
  schema: V1_SCHEMA,
  example: {
    action: 'Tranfer',
    callid: '1505291815.120',
    ext: { extid: '1000' },
    inbound: { from: '102', to: '1000', trunk: 'Apple_test', inboundid: '1505291815.120' },
  },
};
