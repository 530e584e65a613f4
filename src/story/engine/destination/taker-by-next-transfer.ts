import type { Member } from '../../../transfer/member.js';
import { legKey } from '../evidence/leg.js';
import type { TransferInCall } from '../evidence/call-model.js';
import { rolesOf } from '../people/roles.js';

/** The one new party of the next transfer, where the two share a member: it had taken the call meanwhile. */
export function takerByNextTransfer(transfer: TransferInCall): Member | null {
  const { next } = transfer;
  if (next === null || ![...transfer.keys].some((key) => next.keys.has(key))) return null;
  const { consulted } = rolesOf(next);
  const fresh = next.members.filter(
    (member) => member !== consulted && !transfer.keys.has(legKey(transfer.transfer.callid, member)),
  );
  return fresh.length === 1 ? fresh[0]! : null;
}
