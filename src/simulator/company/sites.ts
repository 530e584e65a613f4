import { SimulatedPbx, type PbxTraits } from './simulated-pbx.js';
import type { Scenario } from '../scenarios/scenario.js';
import { dialectNamed, DIALECTS } from '../../intake/dialects/dialects.js';
import type { SimulateOptions } from '../options.js';
import { Staff } from './staff.js';

/** A PBX, its company, and what happens there. */
export interface Site {
  pbx: SimulatedPbx;
  staff: Staff;
  scenarios: readonly Scenario[];
}

/** For each dialect a PBX, and a second one whose clock runs an hour ahead, in a zone of odd quarters. */
export function sitesOf(options: SimulateOptions, chosen: readonly Scenario[], calls: number): Site[] {
  const size = Math.max(60, Math.ceil((calls * (1 + options.noise / 15)) / 5));
  const spoken = options.dialect === 'mixed' ? DIALECTS : [dialectNamed(options.dialect)];
  return spoken
    .flatMap((dialect) => {
      const { sn, zone, trunks } = options;
      const [own, second] = sn === undefined ? dialect.writer.serials : [sn, another(sn)];
      const right: PbxTraits = { dialect, sn: own, zone, fastByMs: 0, trunks };
      const fast: PbxTraits = {
        ...right,
        sn: second,
        zone: 'Asia/Kathmandu',
        fastByMs: 3_600_000,
      };
      return [right, fast];
    })
    .map((traits) => ({
      pbx: new SimulatedPbx(traits),
      staff: new Staff(size),
      scenarios: chosen.filter(
        (one) => (one.onFastClock ?? false) === traits.fastByMs > 0 && (one.isIn?.(traits.dialect) ?? true),
      ),
    }));
}

export function checkSerial({ dialect, sn }: SimulateOptions): void {
  if (sn === undefined) return;
  if (dialect === 'mixed')
    throw new RangeError('A serial number names one PBX; mixed dialects take several.');
  const { serials, takesSerial } = dialectNamed(dialect).writer;
  const [example] = serials;
  if (example === '') throw new RangeError(`A PBX that speaks ${dialect} does not tell its serial number.`);
  if (!takesSerial(sn))
    throw new RangeError(`${sn || 'Nothing'} is no serial number of a ${dialect} PBX; ${example} is one.`);
}

/** The serial number of the second PBX. */
function another(sn: string): string {
  return sn.slice(0, -1) + (sn.endsWith('2') ? '3' : '2');
}
