import { PbxRefusal } from '../pbx-api.js';
import type { ApiClient, PbxObject } from './api-client.js';
import { shownNumber } from '../../transfer/member.js';
import type { CdrRow } from './cdr-rows.js';
import { type DisplayFormat, readTime } from './display-time.js';

/** Records of API 2.0, with a timeline for each leg, came with these: 37.23.0.123, 83.23.0.123, 84.23.0.123. */
const SINCE = [23, 0, 123];

export function hasTimeline(firmware: unknown): boolean {
  const [product, ...version] = String(firmware).split('.').map(Number);
  if (!product || version.length < 3 || version.some(Number.isNaN)) return false;
  const first = version.findIndex((part, n) => part !== SINCE[n]);
  return first < 0 || first >= SINCE.length || version[first]! > SINCE[first]!;
}

/**
 * What the timeline says of the legs of each call with several of them, put into its rows: the status, which tells a caller that
 * gave up from a phone that nobody answered, and the list of what happened. A call without a timeline keeps its rows.
 */
export async function addTimelines(rows: CdrRow[], api: ApiClient, format: DisplayFormat): Promise<void> {
  const legsOf = new Map<string, CdrRow[]>();
  for (const row of rows) legsOf.set(row.uid, [...(legsOf.get(row.uid) ?? []), row]);
  for (const [uid, legs] of legsOf) {
    if (legs.length < 2) continue;
    try {
      const { data } = await api.get('cdr/detail', { uid }, 'v2.0');
      const timeline = (data as { timeline?: PbxObject[] } | undefined)?.timeline ?? [];
      for (const leg of timeline) addLeg(leg, legs, format);
    } catch (error) {
      if (!(error instanceof PbxRefusal)) throw error;
    }
  }
}

function addLeg(leg: PbxObject, rows: CdrRow[], format: DisplayFormat): void {
  const start = readTime(String(leg['time']), format);
  const [from, to] = [shownNumber(String(leg['call_from'])), shownNumber(String(leg['call_to']))];
  const row = rows.find((one) => one.start === start && one.from === from && one.to === to);
  if (!row) return;
  row.sent['disposition'] = leg['status'] ?? row.sent['disposition'];
  row.sent['event_list'] = leg['event_list'];
}
