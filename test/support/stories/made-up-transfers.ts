import { randomUUID } from 'node:crypto';
import { Random } from '../../../src/simulator/random.js';
import { OUTCOMES, TRANSFER_KINDS } from '../../../src/transfer/transfer.js';

const EXTS = ['1001', '1002', '1003', '1020', '2000'];
const OUTSIDE = ['+34911234567', '02079460001', '', '5551234'];
const TRUNKS = ['siptrunk', 'DIGIT1', 'Zürich-2', null];

interface Query {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Rows as the intake and the story leave them, of every shape, spread over a span. For questions, not for computing stories. */
export async function storeMadeUp(app: Query, seed: number, count: number, from: string, to: string) {
  const random = new Random(seed);
  const rows = Array.from({ length: count }, () => madeUp(random, Date.parse(from), Date.parse(to)));
  const hops = new Map<string, number>();
  for (const row of rows.sort((a, b) => a.received_at.localeCompare(b.received_at))) {
    const call = `${row.sn} ${row.callid}`;
    row.hop = (hops.get(call) ?? 0) + 1;
    hops.set(call, row.hop);
  }
  await app.query(
    `INSERT INTO transfers (${Object.keys(rows[0]!)
      .filter((c) => c !== 'members')
      .join()}, identity, last_delivered_at)
    SELECT ${Object.keys(rows[0]!)
      .filter((c) => c !== 'members')
      .join()}, sha256(id::text::bytea), received_at
    FROM jsonb_populate_recordset(NULL::transfers, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
  await app.query(`INSERT INTO members SELECT * FROM jsonb_populate_recordset(NULL::members, $1::jsonb)`, [
    JSON.stringify(rows.flatMap((row) => row.members)),
  ]);
}

function madeUp(random: Random, from: number, to: number) {
  const at = new Date(random.between(from, to - 1));
  const received_at = at.toISOString();
  const sn = random.pick(['369451000001', '3631A2000001', '']);
  const id = randomUUID();
  const direction = random.pick(['internal', 'inbound', 'outbound']);
  const outside = random.pick(OUTSIDE);
  const ext = random.pick(EXTS);
  const other = random.pick(EXTS);
  const basis = random.pick(['only-extension', 'called-extension', 'member-order', 'story', 'unknown']);
  const outcome = random.pick(OUTCOMES);
  const target = outcome === 'unknown' ? null : random.pick([...EXTS, '6200', '+4930123456']);
  const member = (position: number, more: object) => ({
    sn,
    transfer_id: id,
    position,
    received_at,
    ...more,
  });
  const end =
    direction === 'internal'
      ? { kind: 'ext', number: other, channelid: `PJSIP/${other}-0000000a` }
      : {
          kind: direction,
          from: direction === 'inbound' ? outside : ext,
          to: direction === 'inbound' ? ext : outside,
          trunkname: random.pick(TRUNKS),
        };
  return {
    sn,
    id,
    callid: `${Math.floor(at.getTime() / 86_400_000)}.${random.between(1, 60)}`, // several of a day share one
    dialect: 'v2',
    received_at,
    direction,
    transferor_ext: basis === 'unknown' ? null : ext,
    transferor_basis: basis,
    transferee_kind: direction === 'internal' ? 'ext' : direction,
    transferee_number: direction === 'internal' ? other : outside,
    target_kind: target && (target === '6200' ? 'group' : target.startsWith('+') ? 'outside' : 'ext'),
    target_number: target,
    target_answered_by: target === '6200' && outcome === 'answered' ? random.pick(EXTS) : null,
    kind: random.pick(TRANSFER_KINDS),
    outcome,
    answered_at:
      outcome === 'answered' && random.chance(0.9)
        ? new Date(at.getTime() + random.between(-200, 40_000)).toISOString()
        : null,
    talk_seconds: outcome === 'answered' ? random.between(0, 600) : null,
    hop: 1,
    occurrence: 0,
    deliveries: 1,
    reported: true,
    members: [member(1, end), member(2, { kind: 'ext', number: ext, channelid: `PJSIP/${ext}-0000000b` })],
  };
}
