import { Injectable } from '@nestjs/common';
import { ExtensionStore } from '../extensions/extension.store.js';
import { dueIn, LONGEST_CALL, type TimeSpan } from './fetched-records.js';
import { KnownCallsReader } from './known-calls.reader.js';
import type { PbxApi } from './pbx-api.js';

/** After a longer silence only its end is fetched: records of so long ago are on few PBXes, and in no report of today. */
const LONGEST_GAP = 31 * 24 * 3_600_000;

/** So many records are committed together. */
const TOGETHER = 20;

/** What is asked of a PBX that is reached again. */
@Injectable()
export class Backfill {
  constructor(
    private readonly extensions: ExtensionStore,
    private readonly knownCalls: KnownCallsReader,
  ) {}

  /** The names of its extensions. */
  async names(api: PbxApi): Promise<void> {
    const names = await api.names();
    if (names) await this.extensions.learn(api.sn ?? '', names);
  }

  /**
   * Hands the records that were due in the gap to `receive`, and resolves with their number once each is committed; null where
   * this API has none. Done twice it changes nothing, since the same record is the same event.
   * @throws where the PBX does not answer, or the program stops before.
   */
  async records(
    api: PbxApi,
    gap: TimeSpan,
    receive: (raw: Buffer, at: Date) => Promise<void>,
    stopping: AbortSignal,
  ): Promise<number | null> {
    const from = new Date(Math.max(gap.from.getTime(), gap.to.getTime() - LONGEST_GAP));
    const records = await api.records(new Date(from.getTime() - LONGEST_CALL), gap.to);
    if (!records) return null;
    const due = dueIn({ from, to: gap.to }, records);
    const callids = await this.knownCalls.callids(
      api.sn ?? '',
      due.map(({ record }) => record),
    );
    for (let n = 0; n < due.length; n += TOGETHER) {
      stopping.throwIfAborted();
      await Promise.all(
        due
          .slice(n, n + TOGETHER)
          .map(({ record, at }) =>
            receive(Buffer.from(JSON.stringify(record.event(callids.get(record.call)!))), at),
          ),
      );
    }
    return due.length;
  }
}
