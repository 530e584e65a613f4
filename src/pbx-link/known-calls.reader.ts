import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { callStart } from '../transfer/ids.js';
import { LONGEST_CALL, type FetchedRecord } from './fetched-records.js';

/** A call id counts seconds, and so does a record's start. */
const SAME_SECOND_MS = 2_000;

/** Calls of which something was pushed before the gap or after it, so that what is fetched is known to belong to them. */
@Injectable()
export class KnownCallsReader {
  constructor(private readonly database: Database) {}

  /**
   * The call id of each call that was fetched, by its `call`: what one of its records tells, what a pushed record with the same
   * id of the PBX's says, or the only known call that began in its second with one of its parties. A call without any of these
   * keeps the PBX's other id. Served by the indexes on the time of events
   * and of transfers.
   */
  async callids(sn: string, records: FetchedRecord[]): Promise<Map<string, string>> {
    const callids = new Map(records.map(({ call, callid }) => [call, callid]));
    if ([...callids.values()].includes(null)) {
      const known = await this.known(sn, Math.min(...records.map(({ start }) => start)));
      for (const [call, callid] of callids) {
        const own = records.filter((record) => record.call === call);
        if (callid === null) callids.set(call, find(call, own, known));
      }
    }
    return new Map([...callids].map(([call, callid]) => [call, callid ?? call]));
  }

  private async known(sn: string, since: number): Promise<KnownCall[]> {
    const from = new Date(since - LONGEST_CALL);
    return this.database.prisma.$queryRaw<KnownCall[]>`
      SELECT e.callid, e.uid, ARRAY(SELECT party FROM call_parties WHERE sn = ${sn} AND callid = e.callid) AS parties
      FROM (
        SELECT callid, facts->>'uid' AS uid FROM recorded_events
        WHERE sn = ${sn} AND received_at >= ${from} AND NOT facts ? 'fetched'
        UNION SELECT callid, NULL FROM transfers WHERE sn = ${sn} AND received_at >= ${from} AND reported) e`;
  }
}

interface KnownCall {
  callid: string;
  uid: string | null;
  parties: string[];
}

function find(call: string, records: FetchedRecord[], known: KnownCall[]): string | null {
  const byUid = known.find(({ uid }) => uid === call);
  if (byUid) return byUid.callid;
  const start = Math.min(...records.map((record) => record.start));
  const numbers = records.flatMap(({ parties }) => parties);
  const same = known.filter(({ callid, parties }) => {
    const distance = Math.abs((callStart(callid)?.getTime() ?? Number.NaN) - start);
    return distance <= SAME_SECOND_MS && parties.some((party) => numbers.includes(party));
  });
  const callids = new Set(same.map(({ callid }) => callid));
  return callids.size === 1 ? [...callids][0]! : null;
}
