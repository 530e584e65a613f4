import type { EventDialect } from '../../intake/dialects/dialect.js';
import type { Firmware } from '../pbx/firmware.js';
import type { Random } from '../random.js';

/** A PBX that says all there is to say; a scenario changes what it is about. */
export function usualFirmware(dialect: EventDialect, random: Random): Firmware {
  return {
    dialect,
    tellsChangesOnly: random.chance(0.15),
    ringsBack: random.chance(0.5),
    byes: 'each',
    byeNamesRinging: true,
    lingers: false,
    swapsMembers: false,
    keepsCallId: true,
    showsTechnicalLeg: false,
    tellsMerge: true,
    pathOnCaller: false,
    queueAnswers: false,
    tellsMenu: false,
    recall: 'none',
    forwardIsTransfer: false,
    tellsForward: dialect.writer.names.forward !== null,
    recordsAtOnce: false,
    recordsAbandoned: false,
    countsRinging: random.chance(0.4),
    queueRecords: 'one',
    pickupRecord: 'both',
    forwardRecords: 'two',
    mergeRecordFrom: random.pick(['consultation', 'transfer'] as const),
    recordNamesNext: false,
    unreachableRecord: 'failed',
  };
}
