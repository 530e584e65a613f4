import type { EventDialect } from '../../intake/dialects/dialect.js';
import type { Choices } from './choices.js';

/** What differs from PBX to PBX and is in no manual: how it tells the same things. */
export interface Firmware {
  dialect: EventDialect;
  /** Only what changed is said, not every member of the call. */
  tellsChangesOnly: boolean;
  /** The one handed on falls back to ALERT while the target rings. */
  ringsBack: boolean;
  /** When two hang up together: a BYE each, one event with both, or only that of who went first. */
  byes: 'each' | 'together' | 'first';
  /** The last BYE of one who was not answered names the phone that rang for him, ended by him or by the PBX. */
  byeNamesRinging: boolean;
  /** A transferor who hangs up while the target rings shows as talking till then. */
  lingers: boolean;
  /** Of two extensions the one who hands on stands where this dialect usually names the other. */
  swapsMembers: boolean;
  /** The call goes on under its id when it is handed on blind; else under a new one. */
  keepsCallId: boolean;
  /** A technical leg to the target shows for a moment when an attended transfer joins two. */
  showsTechnicalLeg: boolean;
  /** Both are shown as talking once more when an attended transfer joins them. */
  tellsMerge: boolean;
  pathOnCaller: boolean;
  /** A queue answers its callers at once. */
  queueAnswers: boolean;
  tellsMenu: boolean;
  recall: 'none' | 'same id' | 'new id';
  forwardIsTransfer: boolean;
  tellsForward: boolean;
  recordsAtOnce: boolean;
  /** The record of a caller who left a queue says so. */
  recordsAbandoned: boolean;
  countsRinging: boolean;
  queueRecords: 'one' | 'two' | 'each';
  pickupRecord: 'dialled' | 'both' | 'taker';
  forwardRecords: 'two' | 'dialled' | 'taker';
  mergeRecordFrom: 'consultation' | 'transfer';
  /** The record of a leg that is handed on names the next one called. */
  recordNamesNext: boolean;
  unreachableRecord: 'failed' | 'no-answer' | 'busy';
}

export function firmwareOf(choices: Choices, dialect: EventDialect): Firmware {
  const { names, recordsAbandoned } = dialect.writer;
  const is = (name: string, probability: number) => choices.chance(`firmware ${name}`, probability);
  return {
    dialect,
    tellsChangesOnly: is('changes only', 0.15),
    ringsBack: is('rings back', 0.6),
    byes: choices.weighted('firmware byes', { each: 5, together: 5, first: 1 }),
    byeNamesRinging: is('bye names ringing', 0.5),
    lingers: is('lingers', 0.05),
    swapsMembers: is('swaps members', 0.01),
    keepsCallId: !is('changes call id', 0.01),
    showsTechnicalLeg: dialect.hasChannels && is('shows technical leg', 0.05),
    tellsMerge: is('tells merge', 0.85),
    pathOnCaller: is('path on caller', 0.3),
    queueAnswers: is('queue answers', 0.3),
    tellsMenu: is('tells menu', 0.5),
    recall: choices.weighted('firmware recall', { none: 5, 'same id': 3, 'new id': 2 }),
    forwardIsTransfer: names.forward === null || is('forward is transfer', 0.1),
    tellsForward: names.forward !== null && is('tells forward', 0.8),
    recordsAtOnce: is('records at once', 0.15),
    recordsAbandoned: recordsAbandoned && is('records abandoned', 0.8),
    countsRinging: is('counts ringing', 0.3),
    queueRecords: choices.weighted('firmware queue records', { one: 5, two: 3, each: 2 }),
    pickupRecord: choices.weighted('firmware pickup record', { dialled: 1, both: 2, taker: 1 }),
    forwardRecords: choices.weighted('firmware forward records', { two: 3, dialled: 1, taker: 1 }),
    mergeRecordFrom: choices.weighted('firmware merge record', { consultation: 1, transfer: 1 }),
    recordNamesNext: is('record names next', 0.03),
    unreachableRecord: choices.weighted('firmware unreachable', { failed: 3, 'no-answer': 1, busy: 1 }),
  };
}
