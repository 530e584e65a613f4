import type { Dialect } from './event.js';
import type { Member } from './member.js';

export const DIRECTIONS = ['internal', 'inbound', 'outbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const TRANSFER_KINDS = ['blind', 'attended', 'forward', 'unknown'] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

export const OUTCOMES = ['answered', 'unanswered', 'failed', 'returned', 'abandoned', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** In which part of a transfer the filter looks for an extension. */
export const ROLES = ['any', 'transferor', 'transferee', 'target'] as const;
export type Role = (typeof ROLES)[number];

/**
 * On what the transferor rests. `only-extension` is certain; `member-order` and `called-extension` are inferred, and so
 * is `call-record`, of a transfer that the PBX did not report; `story` is decided by the neighbouring events; `unknown`
 * names nobody.
 */
export const TRANSFEROR_BASES = [
  'only-extension',
  'called-extension',
  'member-order',
  'call-record',
  'story',
  'unknown',
] as const;
export type TransferorBasis = (typeof TRANSFEROR_BASES)[number];

export interface Transferor {
  ext: string | null;
  basis: TransferorBasis;
}

/** The party that was handed on. */
export interface Transferee {
  kind: Member['kind'];
  number: string;
}

export const TARGET_KINDS = ['ext', 'group', 'outside', 'voicemail', 'unknown'] as const;

/** Those that can be an outside number: nobody knows of an unknown target that it is none. */
export const OUTSIDE_TARGETS: readonly Target['kind'][] = ['outside', 'unknown'];

/** To whom the call went, as far as the neighbouring events show. */
export interface Target {
  kind: (typeof TARGET_KINDS)[number];
  /** As dialled. */
  number: string;
  /** The extension that took the call, where it is known. */
  answeredBy: string | null;
}

/** What becomes of a transfer event when it is kept: the event, and what follows from it alone. */
export interface Transfer {
  /** UUIDv7, made by the program. */
  id: string;
  dialect: Dialect;
  /** The empty string where the event had none. */
  sn: string;
  callid: string;
  members: Member[];
  receivedAt: Date;
  callStartedAt: Date | null;
  direction: Direction;
  transferor: Transferor;
  transferee: Transferee | null;
}

/** What the neighbouring events add to a transfer. `unknown` and null where they do not decide. */
export interface Story {
  /** Place among the transfers of its call, from 1. */
  hop: number;
  kind: TransferKind;
  transferor: Transferor;
  transferee: Transferee | null;
  target: Target | null;
  /** The outside number of the company that was called. */
  did: string | null;
  outcome: Outcome;
  answeredAt: Date | null;
  talkSeconds: number | null;
  /** The evidence it rests on; null where there is none. */
  basis: string | null;
}
