import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Member } from '../../../src/transfer/member.js';
import type { startApp } from '../app.js';

/** A transfer as it stands in the tables, with its story. */
export interface KeptTransfer {
  sn: string;
  id: string;
  callid: string;
  receivedAt: string;
  direction: string;
  transferorExt: string | null;
  transfereeKind: string | null;
  transfereeNumber: string | null;
  targetKind: string | null;
  targetNumber: string | null;
  targetAnsweredBy: string | null;
  kind: string;
  outcome: string;
  did: string | null;
  hop: number;
  reported: boolean;
  members: Member[];
}

export function keptTransfer(given: Partial<KeptTransfer> = {}): KeptTransfer {
  return {
    sn: 's',
    id: uuidv7(),
    callid: '1571981311.105',
    receivedAt: Temporal.Now.instant().toString({ smallestUnit: 'millisecond' }),
    direction: 'internal',
    transferorExt: null,
    transfereeKind: null,
    transfereeNumber: null,
    targetKind: null,
    targetNumber: null,
    targetAnsweredBy: null,
    kind: 'unknown',
    outcome: 'unknown',
    did: null,
    hop: 1,
    reported: true,
    members: [{ kind: 'ext', number: '1' }],
    ...given,
  };
}

/** Writes them as the program would have by now: stories included, which no single event can make. */
export async function keep(
  app: Pick<Awaited<ReturnType<typeof startApp>>, 'query'>,
  transfers: KeptTransfer[],
): Promise<void> {
  await app.query(
    `WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(
       sn text, id uuid, callid text, "receivedAt" timestamptz, direction text, "transferorExt" text, "transfereeKind" text,
       "transfereeNumber" text, "targetKind" text, "targetNumber" text, "targetAnsweredBy" text, kind text, outcome text, did text, hop int,
       reported bool, members jsonb)),
     kept AS (
       INSERT INTO transfers (sn, id, callid, dialect, received_at, direction, transferor_ext, transferor_basis, transferee_kind,
         transferee_number, target_kind, target_number, target_answered_by, kind, outcome, did, hop, reported, identity, last_delivered_at)
       SELECT sn, id, callid, 'v2', "receivedAt", direction, "transferorExt", 'unknown', "transfereeKind", "transfereeNumber",
         "targetKind", "targetNumber", "targetAnsweredBy", kind, outcome, did, hop, reported, sha256(id::text::bytea), "receivedAt"
       FROM given)
     INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, received_at)
     SELECT sn, id, m.position, m.member->>'kind', m.member->>'number', m.member->>'from', m.member->>'to',
       m.member->>'trunkname', "receivedAt"
     FROM given CROSS JOIN LATERAL jsonb_array_elements(members) WITH ORDINALITY AS m(member, position)`,
    [JSON.stringify(transfers)],
  );
}
