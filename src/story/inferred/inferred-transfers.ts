import { Injectable } from '@nestjs/common';
import { BetrayedStore } from './inferred.store.js';
import type { CallKey, Turn } from '../story.store.js';
import { betrayed } from './infer.js';

/** So many calls at a time. */
const CALLS = 200;

/** Keeps the transfers that only records betray, told anew whenever records were fetched for a call. */
@Injectable()
export class Betrayals {
  constructor(private readonly store: BetrayedStore) {}

  /** Only inside a turn. `arrived` are calls of which the PBX itself may have told meanwhile: then nothing is inferred. */
  async tell(turn: Turn, fetched: CallKey[], arrived: CallKey[]): Promise<void> {
    for (let i = 0; i < fetched.length; i += CALLS) {
      const calls = await this.store.silentCalls(turn, fetched.slice(i, i + CALLS));
      await this.store.keep(
        turn,
        calls.map(({ extensions, records, ...call }) => ({
          ...call,
          dialect: records[0]!.record.dialect,
          betrayed: betrayed(records, new Set(extensions)),
        })),
      );
    }
    if (arrived.length > 0) await this.store.giveWay(turn, arrived);
  }
}
