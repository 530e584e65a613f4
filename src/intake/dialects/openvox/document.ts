import type { DialectDocument } from '../dialect.js';
import { V1_SCHEMA } from '../v1/document.js';

export const openVoxDocument: DialectDocument = {
  schema: V1_SCHEMA,
  example: {
    action: 'Tranfer',
    callid: '1589957670.2001',
    ext: { extid: ['102', '101'] },
    sn: 'a09805021987',
  },
};
