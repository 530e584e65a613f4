import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Keys } from '../access/keys.js';
import { GroupCommit } from '../intake/group-commit.js';
import { Intake } from '../intake/pipeline.js';
import { Quarantine } from '../quarantine/quarantine.js';
import { LINK_STATES } from '../pbx-link/link.js';
import { PbxLinks } from '../pbx-link/pbx-links.js';
import { Database } from '../database/database.js';
import { JobRunner } from '../database/jobs/job-runner.js';
import { RequestLog } from '../http/request-log.js';
import { ReplicaReads } from '../database/replica-reads.js';
import { Pbxs } from './pbxs.js';

/**
 * The program's metrics for Prometheus, read from the rooms' own `status` when asked. Labels come from closed
 * sets (answers to events, states, configured links, route patterns, status classes), so that nobody outside can make the
 * number of series grow.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'handoff_http_request_seconds',
    help: 'Requests by route pattern and class of status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });

  constructor(
    intake: Intake,
    commits: GroupCommit,
    quarantine: Quarantine,
    database: Database,
    links: PbxLinks,
    keys: Keys,
    pbxs: Pbxs,
    replicaReads: ReplicaReads,
    jobs: JobRunner,
    requests: RequestLog,
  ) {
    collectDefaultMetrics({ register: this.registry });
    requests.onEnd(({ method, route, status, seconds }) =>
      this.requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    );
    this.addIntake(intake, commits, quarantine);
    this.addDatabase(database, replicaReads);
    this.addJobs(jobs);
    this.gauge('handoff_keys', 'Valid keys', null, () => [['', keys.status.valid]]);
    this.addPbxs(links, pbxs);
  }

  private addIntake(intake: Intake, commits: GroupCommit, quarantine: Quarantine): void {
    this.counter('handoff_events_total', 'Events since the start by what became of them', 'status', () =>
      Object.entries(intake.counts),
    );
    this.counter(
      'handoff_event_kinds_total',
      'Events answered 200 by kind',
      'kind',
      () => intake.kinds.status,
    );
    this.gauge('handoff_waiting', 'What waits to be written', 'what', () => Object.entries(commits.status));
    this.gauge('handoff_quarantine', 'Bodies that the quarantine had no room for', 'why', () =>
      Object.entries(quarantine.status),
    );
  }

  private addDatabase(database: Database, replicaReads: ReplicaReads): void {
    this.gauge('handoff_database_ready', 'One where events can be stored', null, () => [
      ['', Number(database.status.state === 'ready')],
    ]);
    this.gauge('handoff_database_connections', 'The pool', 'state', () => [
      ['open', database.pool.totalCount + database.writing.totalCount],
      ['idle', database.pool.idleCount + database.writing.idleCount],
      ['asked_for', database.pool.waitingCount + database.writing.waitingCount],
    ]);
    this.gauge(
      'handoff_read_replicas',
      'Replicas for reading: all, and those that failed just now',
      'state',
      () => Object.entries(replicaReads.status),
    );
  }

  private addJobs(jobs: JobRunner): void {
    this.counter('handoff_job_rounds_total', 'Rounds of each background job since the start', 'job', () =>
      jobs.status.map(({ name, rounds }) => [name, rounds]),
    );
    this.counter('handoff_job_failures_total', 'Rounds that failed', 'job', () =>
      jobs.status.map(({ name, failures }) => [name, failures]),
    );
    this.gauge('handoff_job_last_run_seconds', 'When the last round ended, in Unix time', 'job', () =>
      jobs.status.flatMap(({ name, lastRunAt }) => (lastRunAt ? [[name, lastRunAt.getTime() / 1000]] : [])),
    );
    this.gauge('handoff_job_took_seconds', 'How long the last round took', 'job', () =>
      jobs.status.flatMap(({ name, tookMs }) => (tookMs === null ? [] : [[name, tookMs / 1000]])),
    );
  }

  private addPbxs(links: PbxLinks, pbxs: Pbxs): void {
    this.gauge('handoff_links', 'Links to PBXes by state', 'state', () =>
      LINK_STATES.map((state) => [state, links.status.links.filter((link) => link.state === state).length]),
    );
    this.gauge('handoff_link_up', 'One for a link that is up', 'link', () =>
      links.status.links.map(({ name, state }) => [name, Number(state === 'up')]),
    );
    this.gauge('handoff_pbxes_silent', 'PBXes silent for longer than usual', null, async () =>
      // The other metrics are answered even while the database is away.
      [['', await pbxs.silent().catch(() => Number.NaN)]],
    );
  }

  private gauge(name: string, help: string, label: string | null, read: () => Readings | Promise<Readings>) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: label === null ? [] : [label],
      registers: [],
      async collect() {
        this.reset();
        for (const [value, number] of await read()) {
          if (label === null) this.set(number);
          else this.set({ [label]: value }, number);
        }
      },
    });
    this.registry.registerMetric(gauge);
  }

  private counter(name: string, help: string, label: string, read: () => Readings) {
    const counter = new Counter({
      name,
      help,
      labelNames: [label],
      registers: [],
      collect() {
        this.reset();
        for (const [value, number] of read()) this.inc({ [label]: value }, number);
      },
    });
    this.registry.registerMetric(counter);
  }
}

type Readings = [string, number][];
