import type { Dialect } from '../../transfer/event.js';
import type { Member } from '../../transfer/member.js';
import type { ScriptLeg } from '../call/script-call.js';
import type { Random } from '../random.js';

interface Names {
  transfer: string;
  /** v1 has no one name: its statuses are called RING, ANSWER and so on. */
  status: string;
  record: string;
  /** v1 tells of forwarding by a transfer event that names the caller alone. */
  forward: string | null;
  failed: string;
}

const words = { transfer: 'Tranfer', record: 'NewCdr', failed: 'CallFailed' };

export function namesOf(dialect: Dialect): Names {
  if (dialect === 'p-series')
    return {
      transfer: '30013',
      status: '30011',
      record: '30012',
      forward: '30014',
      failed: '30015',
    };
  if (dialect === 'v2') return { ...words, status: 'CallStatus', forward: 'Forward' };
  return { ...words, status: '', forward: null };
}

/** v2 and P-Series tell every member of the call with its state and channel; the older ones one party's change. */
export function tellsAll(dialect: Dialect): boolean {
  return dialect === 'v2' || dialect === 'p-series';
}

/** A leg as the dialect can name it. */
export function withLeg(dialect: Dialect, leg: ScriptLeg): Member {
  const { party } = leg;
  if (tellsAll(dialect)) {
    const callpath = leg.callpath === undefined ? {} : { callpath: leg.callpath };
    return { ...party, channelid: leg.channelid, ...callpath };
  }
  return party.kind === 'ext' ? { ...party } : { ...party, legid: leg.legid };
}

/** Who stands where in a transfer event. */
export function transferMembers(
  dialect: Dialect,
  by: ScriptLeg,
  rest: ScriptLeg,
  swapped: boolean,
  random: Random,
): Member[] {
  const named = (leg: ScriptLeg): Member =>
    dialect === 'p-series'
      ? { ...withLeg(dialect, leg), memberstatus: leg.state ?? 'ANSWER' }
      : withLeg(dialect, leg);
  if (rest.party.kind !== 'ext') {
    // v1.0.0 often names the outside party alone, with the extension that it called.
    if (dialect === 'v1.0' && rest.party.kind === 'inbound' && by.party.kind === 'ext') {
      if (rest.party.to === by.party.number && random.chance(0.4)) return [named(rest)];
    }
    return tellsAll(dialect) ? [named(rest), named(by)] : [named(by), named(rest)];
  }
  const transferorFirst = dialect === 'p-series' ? random.chance(0.5) : dialect.startsWith('v1');
  return transferorFirst !== swapped ? [named(by), named(rest)] : [named(rest), named(by)];
}
