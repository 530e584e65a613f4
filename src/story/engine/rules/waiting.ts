import type { Destination } from '../destination/destination-model.js';
import { began, rang, talkedAt, type Leg } from '../evidence/leg.js';
import type { Call, TransferInCall } from '../evidence/call-model.js';

const AT_ONCE_MS = 2_500;

/**
 * The queue or menu in which the transferee waits, which its own member names. A path from before the transfer does
 * not count.
 */
export function pathOfWaiting(transfer: TransferInCall, destination: Destination, call: Call): string | null {
  return waitingSince(transfer, destination, call)?.path ?? null;
}

function waitingSince(
  transfer: TransferInCall,
  { transferee, answer, purpose, attempts }: Destination,
  { own: { legs } }: Call,
): { path: string; at: number } | null {
  if (transferee === undefined || purpose === 'consultation') return null;
  const answered = talkedAt(answer ?? undefined) ?? Infinity;
  const before = new Set(pathsBefore([transferee, ...legs], transfer.latest));
  const next = transfer.next?.latest ?? Infinity;
  const calls = [transfer.transfer.callid, attempts[0]?.legs[0]?.statuses[0]!.callid];
  const after = transferee.statuses.find(
    ({ at, path, callid, status }) =>
      status !== 'BYE' &&
      calls.includes(callid) &&
      at >= transfer.latest &&
      at < next &&
      at <= answered &&
      path !== null &&
      !before.has(path),
  );
  return after === undefined ? null : { path: after.path!, at: after.at };
}

/** A phone or queue that rings later than this can be one to which a menu led: then the menu was dialled. */
export function rangAtOnce(transfer: TransferInCall, destination: Destination, call: Call): boolean {
  const first = destination.attempts[0]?.legs[0];
  // Where the ringing of a phone was not pushed, it is not known when it rang.
  if (first !== undefined && !rang(first)) return true;
  if (destination.purpose === 'consultation') {
    const { consultationBegan } = destination;
    if (first === undefined || first.hasNoChannel || [...transfer.legs.values()].includes(first)) return true;
    return consultationBegan !== null && began(first) <= consultationBegan + AT_ONCE_MS;
  }
  const waiting = waitingSince(transfer, destination, call);
  if (waiting !== null && (first === undefined || first.path !== waiting.path)) return true;
  const since = Math.min(waiting?.at ?? Infinity, first === undefined ? Infinity : began(first));
  return since === Infinity || since <= transfer.at + AT_ONCE_MS;
}

const pathsBefore = (legs: Leg[], at: number): (string | null)[] =>
  legs.flatMap(({ statuses }) => statuses.filter((status) => status.at < at).map(({ path }) => path));
