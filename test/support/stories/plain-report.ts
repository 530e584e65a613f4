import { Temporal } from 'temporal-polyfill';
import type { TransferView } from '../../../src/history/transfer-view.js';
import { OUTCOMES } from '../../../src/transfer/transfer.js';

/** The figures of a report worked out the plain way, from the rows of the list. */
export function figuresOf(list: TransferView[]) {
  const count = (is: (view: TransferView) => boolean) => list.filter(is).length;
  const basis = (...those: string[]) => count(({ transferor }) => those.includes(transferor.basis));
  return {
    transfers: list.length,
    calls: new Set(list.map(({ sn, callid }) => `${sn} ${callid}`)).size,
    ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count((view) => view.outcome === outcome)])),
    certain: basis('only-extension', 'story'),
    inferred: basis('member-order', 'called-extension'),
    unattributed: basis('unknown'),
    medianSecondsToAnswer: median(
      list
        .filter(({ kind, outcome, answeredAt }) => kind === 'blind' && outcome === 'answered' && answeredAt)
        .map(({ receivedAt, answeredAt }) => Date.parse(answeredAt!) - Date.parse(receivedAt))
        .map((ms) => Math.max(0, Math.round(ms / 1000))),
    ),
  };
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Which row of a report a transfer belongs to. `all` is everything stored: a call is longer than a period. */
export function keyOf(by: string, view: TransferView, tz: string, all: TransferView[]): object {
  const local = Temporal.Instant.from(view.receivedAt).toZonedDateTimeISO(tz);
  const outside = view.members.find((member) => member.kind !== 'ext');
  const trunk = (outside && 'trunkname' in outside && outside.trunkname) || null;
  const call = all
    .filter(({ sn, callid }) => sn === view.sn && callid === view.callid)
    .sort((a, b) => a.hop - b.hop);
  const target = view.target?.number ?? null;
  switch (by) {
    case 'ext':
      return { ext: view.transferor.ext };
    case 'target':
      return { target };
    case 'pair':
      return { from: view.transferor.ext, to: target };
    case 'caller':
      return { number: view.transferee?.kind === 'ext' ? null : view.transferee!.number };
    case 'trunk':
      return { trunk };
    case 'direction':
    case 'kind':
    case 'outcome':
      return { [by]: view[by] };
    case 'hour':
      return { start: `${local.toString().slice(0, 13)}:00:00${local.offset}` };
    case 'day':
      return { start: startOfDay(local) };
    case 'week':
      return { start: startOfDay(local.subtract({ days: local.dayOfWeek - 1 })) };
    case 'month':
      return { start: startOfDay(local.with({ day: 1 })) };
    case 'weekday-hour':
      return { weekday: local.dayOfWeek, hour: local.hour };
    case 'chain':
      return { transfersInCall: call.length };
    case 'route':
      return { trunk, ext: call[0]!.transferor.ext, target };
    case 'did':
      return { did: view.did };
    case 'pbx':
      return { sn: view.sn };
    default:
      throw new Error(`by=${by} has no plain key`);
  }
}

const startOfDay = (time: Temporal.ZonedDateTime) => time.startOfDay().toString({ timeZoneName: 'never' });
