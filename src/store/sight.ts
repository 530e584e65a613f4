import { Prisma } from './generated/client.js';

/** What a key may see: the one plain type that access hands to whoever answers a question. */
export interface Sight {
  /** Serial numbers of PBXes; null: all. */
  pbxes: string[] | null;
  /** Extensions, one of which must have had a part in the transfer; null: all. */
  extensions: string[] | null;
  /** Whether outside numbers are shown whole. */
  numbers: boolean;
}

export const EVERYTHING: Sight = { pbxes: null, extensions: null, numbers: true };

/** The rows over `transfers t` that this sight covers, as conditions of a WHERE. Empty for one without bounds. */
export function seen({ pbxes, extensions }: Sight): Prisma.Sql[] {
  return [
    pbxes && Prisma.sql`t.sn = ANY(${pbxes})`,
    extensions &&
      Prisma.sql`(t.transferor_ext = ANY(${extensions}) OR t.target_number = ANY(${extensions})
        OR t.target_answered_by = ANY(${extensions}) OR EXISTS (SELECT FROM members m
          WHERE m.sn = t.sn AND m.transfer_id = t.id AND m.number = ANY(${extensions})))`,
  ].filter((condition) => condition !== null);
}
