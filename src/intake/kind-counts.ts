import type { PbxEvent } from '../transfer/event.js';

/** The events of v1 and v2 that say nothing about a call's end, by their names in lower case. */
const NAMES = new Set([
  'invite',
  'incoming',
  'dtmf',
  'playpromptend',
  'satisfaction',
  'extensionstatus',
  'configchange',
  'bootup',
  'sms-send',
]);
const P_SERIES = /^300[0-3][0-9]$/;

/** How many events of each kind were answered 200 since the start. No sender can make up a kind: unknown names are `other`. */
export class KindCounts {
  private readonly counts = new Map<string, number>();

  get status(): [kind: string, count: number][] {
    return [...this.counts];
  }

  count({ what, name }: PbxEvent): void {
    const word = name.trim().toLowerCase();
    const kind = what === 'other' && (NAMES.has(word) || P_SERIES.test(word)) ? word : what;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }
}
