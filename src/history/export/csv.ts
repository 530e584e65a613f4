import { localTime } from '../../filter/period.js';
import type { Separator } from '../../http/query-parameters.js';
import type { TransferView } from '../transfer-view.js';

/** The columns that the API promises, each from the view. */
const COLUMNS: Record<string, (t: TransferView, time: (iso: string) => string) => string | number | null> = {
  id: (t) => t.id,
  receivedAt: (t, time) => time(t.receivedAt),
  callid: (t) => t.callid,
  sn: (t) => t.sn,
  dialect: (t) => t.dialect,
  direction: (t) => t.direction,
  kind: (t) => t.kind,
  transferor: (t) => t.transferor.ext,
  basis: (t) => t.transferor.basis,
  transferee: (t) => t.transferee && t.transferee.number,
  target: (t) => t.target && t.target.number,
  outcome: (t) => t.outcome,
  answeredAt: (t, time) => t.answeredAt && time(t.answeredAt),
  talkSeconds: (t) => t.talkSeconds,
  hop: (t) => t.hop,
  deliveries: (t) => t.deliveries,
  trunk: (t) => trunkOf(t),
  members: (t) => JSON.stringify(t.members),
  did: (t) => t.did,
};

function trunkOf({ members }: TransferView): string | null {
  for (const member of members) if (member.kind !== 'ext' && member.trunkname) return member.trunkname;
  return null;
}

/** RFC 4180. The byte order mark tells spreadsheets that it is UTF-8. */
export function csvHead(separator: Separator): string {
  return `\uFEFF${Object.keys(COLUMNS).join(separator)}\r\n`;
}

const READERS = Object.values(COLUMNS);

/** Writes transfers as lines, with times in the zone asked for. */
export function csvLines(separator: Separator, zone: string): (rows: TransferView[]) => string {
  const time = localTime(zone);
  return (rows) => {
    let lines = '';
    for (const row of rows) {
      let line = '';
      for (const read of READERS) line += `${line && separator}${cell(read(row, time))}`;
      lines += `${line}\r\n`;
    }
    return lines;
  };
}

/** What a spreadsheet would calculate instead of show; a ' makes it text there. */
const FORMULA = /^[=+\-@\t\r]/;
/** Either separator, since a spreadsheet may guess the other. */
const QUOTED = /[",;\r\n\t]/;

/**
 * Our own, while csv-stringify writes everything else: the same file through it takes the program more CPU time, and an
 * export is as quick as the program can write it.
 */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
