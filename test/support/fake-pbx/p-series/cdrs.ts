import type { HappenedCall } from '../calls/call.js';
import { FAULTS, page, SUCCESS } from './answers.js';
import { read, readNewer, type Display } from './display-time.js';
import { legsOf, rowOf, type CdrRow } from './rows.js';
import { basicOf, cdrsOf, legOf } from './timeline.js';

/** The call records of a P-Series, as its API shows them: the newest first where nothing else is asked (assumed). */
export class Cdrs {
  constructor(
    private readonly calls: HappenedCall[],
    private readonly display: Display,
    private readonly isNew: boolean,
  ) {}

  /** v1.0: one row a leg, `start_time` and `end_time` both included. */
  search(query: URLSearchParams): object {
    const period = this.period(query, 'start_time', 'end_time');
    if (!period) return FAULTS.parameter;
    const legs = legsOf(this.calls);
    const rows = legs.map(({ leg, call }, n) => {
      const number = legs.length - n;
      const id: CdrRow = this.isNew
        ? { new_id: `67AE6498-${number.toString(16).padStart(8, '0')}` }
        : { id: number };
      return { at: leg.startedAt, row: () => rowOf(leg, call, id, this.display) };
    });
    const { total_number, data } = page(rows.filter(within(period)), query);
    return { ...SUCCESS, total_number, data: data.map(({ row }) => row()) };
  }

  /** v2.0: one row a call, `time_begin` and `time_end` both included. */
  searchV2(query: URLSearchParams): object {
    const period = this.period(query, 'time_begin', 'time_end');
    if (!period) return FAULTS.parameter;
    const rows = cdrsOf(this.calls, this.display)
      .map((cdr, n) => ({ at: cdr.legs[0]!.startedAt, row: () => basicOf(cdr, n + 1, this.display) }))
      .filter(within(period))
      .sort((a, b) => (query.get('order_by') === 'asc' ? a.at - b.at : b.at - a.at));
    const { total_number, data } = page(rows, query);
    return { ...SUCCESS, total_number, data: data.map(({ row }) => row()) };
  }

  detail(query: URLSearchParams): object {
    const cdrs = cdrsOf(this.calls, this.display);
    const n = cdrs.findIndex(({ uid }) => uid === query.get('uid'));
    const cdr = cdrs[n];
    if (!cdr) return FAULTS.noData;
    const timeline = cdr.legs.map((leg) => legOf(cdr, leg, this.display));
    return { ...SUCCESS, data: { basic: basicOf(cdr, n + 1, this.display), call_notes: {}, timeline } };
  }

  /** Undefined where a time is in no format that the firmware takes. */
  private period(query: URLSearchParams, begin: string, end: string): [number, number] | undefined {
    const take = this.isNew ? readNewer : read;
    const of = (name: string, otherwise: number) =>
      query.has(name) ? take(query.get(name)!, this.display) : otherwise;
    const from = of(begin, -Infinity);
    const until = of(end, Infinity);
    return from === undefined || until === undefined ? undefined : [from, until];
  }
}

const within =
  ([from, until]: [number, number]) =>
  ({ at }: { at: number }) =>
    at >= from && at <= until;
