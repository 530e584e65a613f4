import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type QueryConfig, type QueryResultRow } from 'pg';
import { Config } from '../config/config.js';
import { Database, SESSION } from './database.js';
import { databaseFailure } from './database-error.js';

const CONNECT_MS = 1_000;
const STATEMENT_MS = 30_000;
/** How long a replica that failed is left alone. */
const REST_MS = 5_000;

interface Replica {
  pool: Pool;
  restingUntil: number;
}

/**
 * Questions whose answer may be a moment old: lists, exports, reports. They go to one of the streaming replicas,
 * the same one for as long as it answers, since a list that is walked must not jump back in time; and to the primary where
 * there is none, or none that answers. What somebody has just been told is there is not asked here.
 */
@Injectable()
export class ReplicaReads implements OnApplicationShutdown {
  private readonly replicas: Replica[];
  private readonly preferredReplica = Math.random();
  private readonly log = new Logger('StaleReads');

  constructor(
    private readonly database: Database,
    { databaseReplicaUrls }: Config,
  ) {
    this.replicas = databaseReplicaUrls.map((connectionString) => {
      const pool = new Pool({
        connectionString,
        application_name: 'handoff reads',
        max: 20,
        connectionTimeoutMillis: CONNECT_MS,
        statement_timeout: STATEMENT_MS,
        options: SESSION,
      });
      pool.on('error', () => {}); // its query fails
      pool.on('connect', (client) => client.on('error', () => {}));
      return { pool, restingUntil: 0 };
    });
  }

  get status() {
    const now = Date.now();
    return {
      replicas: this.replicas.length,
      resting: this.replicas.filter(({ restingUntil }) => restingUntil > now).length,
    };
  }

  async query<R extends QueryResultRow>({ name, text, values }: QueryConfig): Promise<R[]> {
    const question = { name, text, values };
    const replica = this.pick();
    if (replica) {
      try {
        return (await replica.pool.query<R>(question)).rows;
      } catch (error) {
        // A fault in the question is one on the primary too. A replica may also break off a long one to keep up.
        if (databaseFailure(error) === 'data') throw error;
        replica.restingUntil = Date.now() + REST_MS;
        this.log.warn('A replica does not answer; the primary does in its place.');
      }
    }
    return (await this.database.pool.query<R>(question)).rows;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map(({ pool }) => pool.end()));
  }

  private pick(): Replica | undefined {
    const now = Date.now();
    const awake = this.replicas.filter(({ restingUntil }) => restingUntil <= now);
    return awake[Math.floor(this.preferredReplica * awake.length)];
  }
}
