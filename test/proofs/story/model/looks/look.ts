/** What a transfer's events look like when numbers, ids and exact times are taken out of them. */
export interface Look {
  key: string;
  /** A number's name among those that the events mention; null for one that they do not. */
  nameOf: (number: string) => string | null;
  /** Names of all moments that the events give and that lie within two seconds of this one. */
  momentsAt: (at: number) => string[];
  /** Names of the records whose talk is within two seconds of this one. */
  talksOf: (seconds: number) => string[];
}

/** As exact as `answeredAt` and `talkSeconds` have to be. */
export const WITHIN_MS = 2000;

/** A moment that the events give, and the talk that a record gives, by a name that says where it stands. */
export interface Readings {
  moments: { name: string; at: number }[];
  talks: { name: string; seconds: number }[];
}

export function readFrom({ moments, talks }: Readings): Pick<Look, 'momentsAt' | 'talksOf'> {
  return {
    momentsAt: (at) =>
      moments.filter((moment) => Math.abs(moment.at - at) <= WITHIN_MS).map(({ name }) => name),
    talksOf: (seconds) =>
      talks.filter((talk) => Math.abs(talk.seconds - seconds) * 1000 <= WITHIN_MS).map(({ name }) => name),
  };
}
