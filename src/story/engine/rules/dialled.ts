import type { Failure, Recorded } from '../ending/ending.js';
import { partyNumber, type Member } from '../../../transfer/member.js';
import type { Target } from '../../../transfer/transfer.js';
import { claim, type Claim } from '../claim.js';
import { dialled as dialledParties } from '../destination/destination.js';
import { type Destination } from '../destination/destination-model.js';
import type { Call, PlacedRecord, TransferInCall } from '../evidence/call-model.js';
import { rang } from '../evidence/leg.js';
import { isSameNumber } from '../evidence/same-number.js';
import { placeOf } from './place.js';
import { wasOverAtOnce } from './record.js';
import { pathOfWaiting, rangAtOnce } from './waiting.js';

/** What was dialled, which need not be who took the call. */
export type Dialled = Pick<Target, 'kind' | 'number'>;

type Party = { kind: Member['kind']; number: string };

const NONE = claim<Dialled | null>(null);

/**
 * By the record that begins with the transfer, which names what was dialled; by the path of a queue, group or menu; or
 * by the phones that rang, where they are of one party alone: several are of a group that nothing names, or the second
 * was called for the first, or by the queue that nothing names.
 */
export function dialledOf(
  transfer: TransferInCall,
  destination: Destination,
  recorded: Recorded,
  failure: Failure | null,
  call: Call,
): Claim<Dialled | null> {
  const parties = dialledParties(destination);
  const names = namesIn(recorded.names, parties, destination);
  // What the record of a leg that was handed on names can be a phone of the next transfer, or the group that was dialled.
  const isOther = ({ to }: PlacedRecord) =>
    !parties.some(({ number }) => isSameNumber(to, number)) && !call.extensions.has(to);
  if (recorded.doubted.some(isOther) && names.length > 0 && !names.some(isOther)) return NONE;
  const named = nameOf(names);
  if (named !== null) return byRecord(named, parties, destination, call);
  if (names.length > 0) return NONE;
  if (askedByMenu(transfer, destination, call)) return NONE;
  const path = pathOf(transfer, destination, parties);
  if (path !== null) return claim({ kind: 'group', number: path }, 'call-status');
  if (recorded.doubted.some(isOther)) return NONE;
  if (parties.length > 0) return byPhones(transfer, destination, parties, call);
  return failure?.called == null ? NONE : claim(partyOf(failure.called), 'call-failed');
}

/** Those that name nobody's phone, else those that name one that rang. */
function namesIn(names: PlacedRecord[], parties: Party[], { answer }: Destination): PlacedRecord[] {
  const isOfPhone = (number: string) => parties.some((party) => isSameNumber(number, party.number));
  // Who picked the call up, or got it by a forward, can stand there instead of the phone that was called.
  const isTaker = (number: string) => parties.length > 0 && answer?.number === number;
  // Where a call is forwarded at once, the name is in the record that is over at once.
  const [forwarding, another] = names.filter(wasOverAtOnce);
  if (forwarding !== undefined && another === undefined && names.length > 1) return [forwarding];
  const fresh = names.filter(({ to }) => !isOfPhone(to) && !isTaker(to));
  return fresh.length > 0 ? fresh : names.filter(({ to }) => isOfPhone(to));
}

/** Where a call is forwarded at once, the name is in the record that is over at once. */
function nameOf(found: PlacedRecord[]): PlacedRecord | null {
  const numbers = new Set(found.map(({ to }) => to));
  if (numbers.size === 1) return found[0]!;
  const forwarding = found.filter(wasOverAtOnce);
  return forwarding.length === 1 ? forwarding[0]! : null;
}

function byRecord(
  record: PlacedRecord,
  parties: Party[],
  destination: Destination,
  call: Call,
): Claim<Dialled> {
  const same = parties.find(({ number }) => isSameNumber(record.to, number));
  const rests = parties.length > 0 ? destination.rests : [];
  if (same !== undefined)
    return claim(
      { kind: same.kind === 'ext' ? 'ext' : 'outside', number: same.number },
      ...rests,
      'call-record',
    );
  return claim(
    { kind: placeOf(record, parties, destination, call), number: record.to },
    ...rests,
    'call-record',
  );
}

/** The phones of a queue or group carry its number; so does the caller, and that of a menu, which came before. */
function pathOf(transfer: TransferInCall, destination: Destination, parties: Party[]): string | null {
  const path = destination.attempts[0]?.legs.find((leg) => leg.path !== null)?.path ?? null;
  const waiting = pathOfWaiting(transfer, destination);
  const first = waiting ?? path;
  if (first === null || parties.some(({ number }) => number === first)) return null;
  return rangAtOnce(transfer, destination) ? first : null;
}

function byPhones(
  transfer: TransferInCall,
  destination: Destination,
  parties: Party[],
  call: Call,
): Claim<Dialled | null> {
  if (!rangAtOnce(transfer, destination) || wasTakenUnseen(transfer, destination)) return NONE;
  const { member, attempts } = destination;
  // The next transfer says who had the call, and not what had been dialled for it.
  if (member !== null) return NONE;
  const called = attempts.flatMap(({ legs }) => legs);
  const exts = new Set(called.filter(({ kind }) => kind === 'ext').map(({ number }) => number));
  const [number, another] = exts;
  if (another !== undefined) return NONE;
  // A mobile phone that rings beside an extension is its twin.
  if (wasForwarded(transfer, call)) return NONE;
  if (number !== undefined)
    return parties.some(({ kind }) => kind === 'ext') && !mayBeOfGroup(number, destination)
      ? claim({ kind: 'ext', number }, ...destination.rests)
      : NONE;
  return parties.length === 1 && !mayBeOfGroup(parties[0]!.number, destination)
    ? claim({ kind: 'outside', number: parties[0]!.number }, ...destination.rests)
    : NONE;
}

/** A menu that was asked led on to the queue by whose path the phones rang: the path of the one who asks is the menu's. */
function askedByMenu(transfer: TransferInCall, { manner, attempts }: Destination, { own }: Call): boolean {
  const path = attempts[0]?.legs.find((leg) => leg.path !== null)?.path ?? null;
  if (manner !== 'asked' || path === null) return false;
  const legs = [...transfer.legs.values(), ...own.legs.filter((leg) => transfer.parties.has(leg.party))];
  return legs.some((leg) =>
    leg.marks.some(
      (mark) =>
        mark.path !== null && mark.path !== path && mark.path !== leg.path && mark.at < transfer.latest,
    ),
  );
}

/** Forwarded on its way, it rang at another number than was dialled. */
const wasForwarded = ({ members, latest, next }: TransferInCall, { own }: Call): boolean =>
  members.length > 1 && own.forwards.some(({ at }) => at >= latest && at < (next?.latest ?? Infinity));

/** Where nobody is seen to ring, who took the call need not be who was asked. */
const wasTakenUnseen = (transfer: TransferInCall, { attempts, answer }: Destination): boolean =>
  answer !== null &&
  ![...transfer.legs.values()].includes(answer) &&
  answer.isOfNumber &&
  !rang(answer) &&
  attempts.length === 1 &&
  attempts[0]!.legs.every((leg) => !rang(leg));

/** Where no phone says by which queue or group it rings, one that did not take the call can be a member of one. */
const mayBeOfGroup = (number: string, { attempts, answer, recall }: Destination): boolean =>
  recall === null &&
  answer?.number !== number &&
  attempts.some(({ legs }) => legs.some(({ isOfNumber }) => isOfNumber));

const partyOf = (called: Member): Dialled => ({
  kind: called.kind === 'ext' ? 'ext' : 'outside',
  number: partyNumber(called),
});
