import type { Destination } from '../destination/destination-model.js';
import { began, rang, talkedAt } from '../evidence/leg.js';
import type { TransferInCall } from '../evidence/call-model.js';

const AT_ONCE_MS = 2_500;

/** The caller's own member names the queue or menu too, in which it waits; one from before the transfer is not meant. */
export function pathOfWaiting(transfer: TransferInCall, destination: Destination): string | null {
  return waitingSince(transfer, destination)?.path ?? null;
}

function waitingSince(
  transfer: TransferInCall,
  { transferee, answer, manner, attempts }: Destination,
): { path: string; at: number } | null {
  if (transferee === undefined || manner === 'asked') return null;
  const answered = talkedAt(answer ?? undefined) ?? Infinity;
  const before = new Set(transferee.marks.filter(({ at }) => at < transfer.latest).map(({ path }) => path));
  const next = transfer.next?.latest ?? Infinity;
  const calls = [transfer.transfer.callid, attempts[0]?.legs[0]?.marks[0]!.callid];
  const after = transferee.marks.find(
    ({ at, path, callid }) =>
      calls.includes(callid) &&
      at >= transfer.latest &&
      at < next &&
      at <= answered &&
      path !== null &&
      !before.has(path),
  );
  return after === undefined ? null : { path: after.path!, at: after.at };
}

/** A menu that was dialled leads on to a phone or a queue: not in the first moment. */
export function rangAtOnce(transfer: TransferInCall, destination: Destination): boolean {
  const first = destination.attempts[0]?.legs[0];
  // Of one whose ringing was not pushed it is not known when it rang.
  if (first !== undefined && !rang(first)) return true;
  if (destination.manner === 'asked') {
    const { askedAt } = destination;
    if (first === undefined || first.isOfNumber || [...transfer.legs.values()].includes(first)) return true;
    return askedAt !== null && began(first) <= askedAt + AT_ONCE_MS;
  }
  const waiting = waitingSince(transfer, destination);
  if (waiting !== null && (first === undefined || first.path !== waiting.path)) return true;
  const since = Math.min(waiting?.at ?? Infinity, first === undefined ? Infinity : began(first));
  return since === Infinity || since <= transfer.at + AT_ONCE_MS;
}
