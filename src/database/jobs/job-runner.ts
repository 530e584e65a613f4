import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Database } from '../database.js';
import { type DatabaseFailure, databaseFailure } from '../database-error.js';
import { BackgroundJob, type Job, type JobDescription } from './background-job.js';

/** How long rounds that have begun are waited for at the end. */
const LAST_ROUND_MS = 500;

/** What is known of a job since the start of the program. */
export interface JobStatus extends JobDescription {
  rounds: number;
  failures: number;
  /** When its last round ended. */
  lastRunAt: Date | null;
  tookMs: number | null;
  /** The class of the last round's error, since its message may quote numbers; null without an error. */
  lastError: DatabaseFailure | null;
}

interface Running {
  status: JobStatus;
  stopping: AbortController;
  ended: Promise<void>;
  /** Ends the pause, where there is one just now. */
  wake: () => void;
  /** Each is called when the round that begins next has ended. */
  waiting: (() => void)[];
}

/**
 * Runs every background job, each in a loop of its own: a round, a pause, the next round. Rounds of one job
 * never overlap. While the database is away or full rounds fail without a log line, since Database logs that once;
 * other errors are logged.
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly jobs = new Map<string, Running>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly database: Database,
  ) {}

  /** The table of jobs, with what became of each. */
  get status(): JobStatus[] {
    return [...this.jobs.values()].map(({ status }) => ({ ...status }));
  }

  onApplicationBootstrap(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: BackgroundJob.KEY }))
      this.start(this.discovery.getMetadataByDecorator(BackgroundJob, wrapper)!, wrapper.instance as Job);
  }

  async beforeApplicationShutdown(): Promise<void> {
    const all = [...this.jobs.keys()].map((name) => this.stop(name));
    await Promise.race([Promise.all(all), pause(LAST_ROUND_MS)]); // a hanging database must not delay it
  }

  /** Ends a job for good; a round that has begun is waited for. */
  async stop(name: string): Promise<void> {
    const running = this.jobs.get(name)!;
    running.stopping.abort();
    running.wake();
    await running.ended;
  }

  /** Resolves after a round that began after this call, and has it begin at once. */
  runNow(name: string): Promise<void> {
    const running = this.jobs.get(name)!;
    return new Promise((resolve) => {
      running.waiting.push(resolve);
      running.wake();
    });
  }

  private start(description: JobDescription, job: Job): void {
    const none = { rounds: 0, failures: 0, lastRunAt: null, tookMs: null, lastError: null };
    const running: Running = {
      status: { ...description, ...none },
      stopping: new AbortController(),
      wake: () => {},
      waiting: [],
      ended: Promise.resolve(),
    };
    this.jobs.set(description.name, running);
    running.ended = this.loop(running, job);
  }

  private async loop(running: Running, job: Job): Promise<void> {
    const { status, stopping } = running;
    let rest = status.atStart ? 0 : status.everyMs;
    for (;;) {
      // What came during the round does not wait for the end of the pause.
      const isWanted = running.waiting.length > 0 || stopping.signal.aborted;
      if (rest > 0 && !isWanted) await pauseUntilWoken(running, rest);
      if (stopping.signal.aborted) return;
      const waiting = running.waiting.splice(0);
      rest = (await this.round(status, job, stopping.signal)) ?? status.everyMs;
      for (const done of waiting) done();
    }
  }

  /** Never rejects. */
  private async round(status: JobStatus, job: Job, signal: AbortSignal): Promise<number | void> {
    const began = performance.now();
    try {
      const rest = await job.round(signal);
      status.lastError = null;
      return rest;
    } catch (error) {
      status.failures += 1;
      status.lastError = databaseFailure(error);
      if (status.lastError === 'full') this.database.noRoom();
      if (this.database.status.state === 'ready' && !signal.aborted)
        new Logger(status.name).error('A round failed; the next one comes all the same.', error);
    } finally {
      status.rounds += 1;
      status.tookMs = performance.now() - began;
      status.lastRunAt = new Date();
    }
  }
}

function pauseUntilWoken(running: Running, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    running.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
