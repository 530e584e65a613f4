import { Prisma } from '../../database/generated/client.js';

/** No call lasts as long, and no PBX uses a call id again so soon: the same id later is another call. */
export const CALL_SPAN = Prisma.sql`interval '1 day'`;
