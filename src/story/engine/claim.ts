import type { EvidenceKind } from './evidence/basis.js';

/** The value that a rule found, and the kinds of evidence that show it. */
export interface Claim<T> {
  value: T;
  evidence: EvidenceKind[];
}

export const claim = <T>(value: T, ...evidence: EvidenceKind[]): Claim<T> => ({ value, evidence });
