import type { EvidenceKind } from './evidence/basis.js';

/** What a rule says, and the evidence it rests on. */
export interface Claim<T> {
  value: T;
  rests: EvidenceKind[];
}

export const claim = <T>(value: T, ...rests: EvidenceKind[]): Claim<T> => ({ value, rests });
