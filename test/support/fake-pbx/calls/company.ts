import type { Random } from '../../../../src/simulator/random.js';
import type { Party } from './call.js';

const NAMES = [
  'Ana Ruiz',
  'Jon Vega',
  'Mei Chen',
  'Omar Haddad',
  'Lena Vogt',
  'Paul Martin',
  'Ida Berg',
  'Tom Price',
];

export const EXTENSIONS: Party[] = Array.from({ length: 24 }, (_, n) => ({
  kind: 'ext',
  number: String(4001 + n),
  name: n % 6 === 5 ? String(4001 + n) : `${NAMES[n % NAMES.length]}${n < NAMES.length ? '' : ` ${n}`}`,
}));
export const QUEUE: Party = { kind: 'queue', number: '6400', name: 'Queue Sales' };
export const GROUP: Party = { kind: 'group', number: '6300', name: 'RingGroup Office' };
export const MENU: Party = { kind: 'menu', number: '6500', name: 'IVR Welcome' };
export const DID = '911000001';

/** The next outside number, each one once: so a call's transfers differ from another call's by their numbers. */
export function outsideNumbers(): (random: Random) => Party {
  let last = 600_100_000;
  return (random) => {
    const number = `${random.chance(0.2) ? '+34' : ''}${(last += random.between(1, 90))}`;
    return { kind: 'outside', number, name: random.chance(0.3) ? `Company ${last % 97}` : '' };
  };
}

/** So many extensions, all different. */
export function colleagues(random: Random, count: number): Party[] {
  const chosen = new Set<Party>();
  while (chosen.size < count) chosen.add(random.pick(EXTENSIONS));
  return [...chosen];
}
