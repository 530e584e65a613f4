import { SimulatedPbx, type PbxTraits } from './simulated-pbx.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type SimulateOptions, dialects, SimulatedDialect } from '../options.js';
import { Staff } from './staff.js';

/** A PBX, its company, and what happens there. */
export interface Site {
  pbx: SimulatedPbx;
  staff: Staff;
  scenarios: readonly Scenario[];
}

const serials: Record<SimulatedDialect, [string, string]> = {
  v2: ['369451000001', '369451000002'],
  'v1.1': ['369362000001', '369362000002'],
  'v1.0': ['', ''],
  openvox: ['a09805000001', 'a09805000002'],
  'p-series': ['3631A2000001', '3631A2000002'],
};

/** For each dialect a PBX, and a second one whose clock runs an hour ahead, in a zone of odd quarters. v1.0 tells no serial number. */
export function sitesOf(options: SimulateOptions, chosen: readonly Scenario[], calls: number): Site[] {
  const size = Math.max(60, Math.ceil((calls * (1 + options.noise / 15)) / 5));
  const spoken = options.dialect === 'mixed' ? dialects : [options.dialect];
  return spoken
    .flatMap((dialect) => {
      const { sn, zone, trunks } = options;
      const [own, second] = sn === undefined ? serials[dialect] : [sn, another(sn)];
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
        (one) =>
          (one.onFastClock ?? false) === traits.fastByMs > 0 &&
          (one.dialects?.includes(traits.dialect) ?? true),
      ),
    }));
}

export function checkSerial({ dialect, sn }: SimulateOptions): void {
  if (sn === undefined) return;
  if (dialect === 'mixed')
    throw new RangeError('A serial number names one PBX; mixed dialects take several.');
  if (dialect === 'v1.0') throw new RangeError('A PBX that speaks v1.0 does not tell its serial number.');
  const isMac = /^[a-f][0-9a-f]{11}$/i.test(sn);
  if (dialect === 'openvox' && !isMac)
    throw new RangeError("An OpenVox's serial number is its MAC address, as a09805000001.");
  if (sn.trim() === '' || (dialect !== 'openvox' && isMac))
    throw new RangeError(`${sn || 'Nothing'} is no serial number of a ${dialect} PBX.`);
}

/** The serial number of the second PBX. */
function another(sn: string): string {
  return sn.slice(0, -1) + (sn.endsWith('2') ? '3' : '2');
}
