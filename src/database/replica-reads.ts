import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { isAbort } from './cancellable-rows.js';
import { type Connections, openConnections } from './connections.js';
import { Database } from './database.js';
import { databaseFailure } from './database-error.js';

const CONNECT_MS = 1_000;
const STATEMENT_MS = 30_000;
/** How long a replica that failed is left alone. */
const REST_MS = 5_000;

interface Replica extends Connections {
  restingUntil: number;
}

/**
 * Queries whose answer may be a moment old: lists, exports, reports. They go to one of the streaming
 * replicas, the same one for as long as it answers, since the pages of one list must not jump back in time.
 * They go to the primary where there is no replica, or none that answers. A transfer that was just stored may
 * be missing, so GET /transfers/{id} does not use it.
 */
@Injectable()
export class ReplicaReads implements OnApplicationShutdown {
  private readonly replicas: Replica[];
  private readonly preferredReplica = Math.random();
  private readonly log = new Logger('ReplicaReads');

  constructor(
    private readonly database: Database,
    { databaseReplicaUrls }: Config,
  ) {
    this.replicas = databaseReplicaUrls.map((url) => ({
      ...openConnections(url, {
        application_name: 'handoff reads',
        max: 20,
        connectionTimeoutMillis: CONNECT_MS,
        statement_timeout: STATEMENT_MS,
      }),
      restingUntil: 0,
    }));
  }

  get status() {
    const now = Date.now();
    return {
      replicas: this.replicas.length,
      resting: this.replicas.filter(({ restingUntil }) => restingUntil > now).length,
    };
  }

  /** Asks a replica; where that fails, asks the primary. */
  async ask<Answer>(question: (source: Connections) => Promise<Answer>): Promise<Answer> {
    const replica = this.pick();
    if (!replica) return question(this.database);
    try {
      return await question(replica);
    } catch (error) {
      // Wrong values fail on the primary too. A replica may also cancel a long query in order to catch up.
      if (databaseFailure(error) === 'data' || isAbort(error)) throw error;
      replica.restingUntil = Date.now() + REST_MS;
      this.log.warn('A replica does not answer; the primary does in its place.');
      return question(this.database);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map(({ prisma }) => prisma.$disconnect()));
    await Promise.all(this.replicas.map(({ pool }) => pool.end()));
  }

  private pick(): Replica | undefined {
    const now = Date.now();
    const awake = this.replicas.filter(({ restingUntil }) => restingUntil <= now);
    return awake[Math.floor(this.preferredReplica * awake.length)];
  }
}
