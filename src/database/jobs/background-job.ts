import { DiscoveryService } from '@nestjs/core';

/** A line of the table of jobs. */
export interface JobDescription {
  name: string;
  /** The pause between the end of a round and the next one. */
  everyMs: number;
  /** Whether the first round begins with the program, or after one pause. */
  atStart: boolean;
}

/** Work that goes on in the background, in rounds. */
export interface Job {
  /**
   * One round, which ends soon after the signal is given. Resolves with the pause until the next one in ms, where it is
   * not the usual one. A round that throws is logged, and counts as failed; the next comes all the same.
   */
  round(signal: AbortSignal): Promise<number | void>;
}

/**
 * Declares that a provider is a background job. A job is one file, and one line among the providers of its
 * room's module. Its comment says what keeps programs on one database out of each other's rounds; GET /health/ready and GET /metrics then show it.
 */
export const BackgroundJob = DiscoveryService.createDecorator<JobDescription>();
