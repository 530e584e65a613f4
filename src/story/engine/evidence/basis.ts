/** What a story can rest on; several are joined by `+` in this order. */
export const EVIDENCE = [
  'forward', // a Forward event, or a lone caller
  'call-status', // what the legs of the calls did
  'next-transfer', // who transferred the call next had got it before
  'consultation', // the transferor's call to the target, under an id of its own
  'call-record', // NewCdr
  'call-failed', // CallFailed
] as const;

export type EvidenceKind = (typeof EVIDENCE)[number];

/** `storyBasis` as it is stored and shown: `call-status+call-record`. */
export function basisOf(kinds: ReadonlySet<EvidenceKind>): string | null {
  return EVIDENCE.filter((kind) => kinds.has(kind)).join('+') || null;
}
