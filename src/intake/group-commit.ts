import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Problem } from '../http/problem.filter.js';
import { Database, WRITERS } from '../database/database.js';
import { EventStore } from './event.store.js';
import { type BatchEntry, type EntryResult, isResend, membersIn, waitingKey } from './entry.js';
import { databaseFailure, isTimeOut } from '../database/database-error.js';

const BATCH = 200;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Each is a row: one batch of the longest events would take longer than its senders wait. */
const BATCH_MEMBERS = 2_000;
/** Senders that wait for their commit, and the bytes they sent. */
const MAX_WAITING = 10_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** No sender waits longer than this, in ms: a P-Series gives up after 3 to 10 seconds. */
const PATIENCE = 4_000;
const SWEEP = 250;
const NO_ROOM = 'The database has no room.';

/** An entry to be written, and the promise of everyone who waits for it. */
interface Waiting {
  entry: BatchEntry;
  since: number;
  settled: boolean;
  done: Promise<EntryResult>;
  answer: (written: EntryResult) => void;
  refuse: (error: Error) => void;
}

/**
 * Entries that are written together, each under its key. Every batch has a Map of its own: a single Map for all would
 * leave a hundred times the garbage until V8's next full collection.
 */
interface Batch {
  entries: Map<string, Waiting>;
  bytes: number;
  members: number;
}

/** The database works but cannot store this entry; the other entries of its batch are not affected. */
export class Unstorable extends Error {}

/**
 * Many events, one commit; each is answered after its own.
 *
 * Guarantees: `add` resolves only after the commit that holds the entry, and settles within PATIENCE (and a SWEEP),
 * whatever the database does. A lone entry waits for nothing: a batch leaves as soon as a writer is idle, and grows
 * while all are busy. Equal entries that wait together become one row. An entry that the database cannot take fails
 * alone. What waits is bounded in senders and in bytes.
 *
 * Does not promise: order between entries; or that an entry which rejects is absent. A commit whose answer was lost, or
 * came too late, may have stored it: its re-send is then recognised as a duplicate.
 */
@Injectable()
export class GroupCommit implements BeforeApplicationShutdown {
  /** Batches that wait for a writer, the oldest first; what comes in joins the last. */
  private pending: Batch[] = [];
  /** Batches that are being written. */
  private readonly inFlight: Batch[] = [];
  private senders = 0;
  private bytes = 0;
  private writing = 0;
  private stopping = false;
  /** The most entries of a batch: halved where one took too long, so that what holds it up stands alone in the end. */
  private largest = BATCH;
  private readonly sweeper = setInterval(() => this.sweep(), SWEEP).unref();

  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
  ) {}

  get status() {
    return { waiting: this.senders, waitingBytes: this.bytes, writing: this.writing };
  }

  /** @throws Problem 503 when the sender should try again; Unstorable when it would fail again. */
  async add(entry: BatchEntry): Promise<EntryResult> {
    if (this.stopping) throw notStored('The program is stopping.');
    const { state } = this.database.status;
    if (state !== 'ready') throw notStored(state === 'full' ? NO_ROOM : 'The database is away.');
    if (this.senders >= MAX_WAITING || this.bytes + entry.raw.length > MAX_WAITING_BYTES)
      throw notStored('Too many events wait for the database.');
    this.senders += 1;
    try {
      const key = waitingKey(entry);
      let same = this.waitingAs(key);
      while (same && !isResend(same.entry, entry, PATIENCE)) {
        await same.done.catch(() => {}); // one batch cannot hold two rows of one key
        same = this.waitingAs(key);
      }
      if (!same) return await this.enter(key, entry);
      if (same.entry.what === 'transfer') same.entry.deliveries += 1;
      return { ...(await same.done), status: 'duplicate' };
    } finally {
      this.senders -= 1;
    }
  }

  /** New entries are refused from here on; what waits is still written. */
  async beforeApplicationShutdown() {
    this.stopping = true;
    while (this.senders > 0 || this.writing > 0) await pause(5);
    clearInterval(this.sweeper);
  }

  private waitingAs(key: string): Waiting | undefined {
    return this.pending.find(({ entries }) => entries.has(key))?.entries.get(key);
  }

  private enter(key: string, entry: BatchEntry): Promise<EntryResult> {
    const { promise, resolve, reject } = withResolvers<EntryResult>();
    const leave = () => {
      if (!waiting.settled) this.bytes -= entry.raw.length;
      waiting.settled = true;
    };
    const waiting: Waiting = {
      entry,
      since: performance.now(),
      settled: false,
      done: promise,
      answer: (written) => (leave(), resolve(written)),
      refuse: (error) => (leave(), reject(error)),
    };
    this.bytes += entry.raw.length;
    const batch = this.batchFor(entry);
    batch.entries.set(key, waiting);
    batch.bytes += entry.raw.length;
    batch.members += membersIn(entry);
    return promise;
  }

  private batchFor(entry: BatchEntry): Batch {
    const last = this.pending.at(-1);
    if (
      last &&
      last.entries.size < this.largest &&
      last.bytes + entry.raw.length <= BATCH_BYTES &&
      last.members + membersIn(entry) <= BATCH_MEMBERS
    )
      return last;
    const batch: Batch = { entries: new Map(), bytes: 0, members: 0 };
    this.pending.push(batch);
    // Not at once: entries of the same turn of the event loop go into one batch.
    if (this.pending.length === 1) setImmediate(() => this.pump());
    return batch;
  }

  private pump() {
    while (this.writing < WRITERS && this.pending.length > 0) {
      const batch = this.pending.shift()!;
      this.inFlight.push(batch);
      this.writing += 1;
      let busy = true;
      const next = () => {
        if (busy) this.writing -= 1;
        busy = false;
        this.pump();
      };
      void this.flush([...batch.entries.values()], next).finally(() => {
        this.inFlight.splice(this.inFlight.indexOf(batch), 1);
        next();
      });
    }
  }

  /**
   * Never rejects. When it resolves, every entry of the batch is settled. `committed` is called before they are answered, so
   * that the database works on the next batch meanwhile.
   */
  private async flush(batch: Waiting[], committed = () => {}): Promise<void> {
    try {
      const written = await this.store.write(batch.map((w) => w.entry));
      this.largest = Math.min(BATCH, this.largest * 2);
      if (written.every(({ status }) => status !== 'conflict')) committed();
      const conflicts: Waiting[] = [];
      batch.forEach((w, n) => {
        const result = written[n]!;
        if (result.status === 'conflict') conflicts.push(w);
        else w.answer(result);
      });
      if (conflicts.length > 0) await this.retry(conflicts, 0);
    } catch (error) {
      await this.recover(batch, error as Error);
    }
  }

  private async recover(batch: Waiting[], error: Error) {
    const failure = databaseFailure(error);
    if (failure === 'conflict') return this.retry(batch, 5);
    if (isTimeOut(error)) this.largest = Math.max(1, batch.length >> 1);
    if (failure === 'away') return this.retry(batch, 100);
    if (failure === 'full') this.database.noRoom();
    if (failure === 'full') return refuseAll(batch, notStored(NO_ROOM));
    if (batch.length === 1)
      return refuseAll(
        batch,
        failure === 'data' ? new Unstorable(error.message) : notStored('The database failed.'),
      );
    const half = batch.length >> 1;
    await this.flush(batch.slice(0, half));
    await this.flush(batch.slice(half));
  }

  private async retry(batch: Waiting[], wait: number) {
    await pause(wait);
    const size = this.largest;
    for (let from = 0; from < batch.length; from += size) {
      const patient = batch.slice(from, from + size).filter(({ settled }) => !settled);
      if (patient.length > 0) await this.flush(patient);
    }
  }

  private sweep() {
    const oldest = performance.now() - PATIENCE;
    const refuseLate = (waiting: Waiting) => {
      const late = !waiting.settled && waiting.since <= oldest;
      if (late) waiting.refuse(notStored('The database does not answer.'));
      return late;
    };
    for (const { entries } of this.inFlight) for (const waiting of entries.values()) refuseLate(waiting);
    for (const { entries } of this.pending)
      for (const [key, waiting] of entries) if (refuseLate(waiting)) entries.delete(key);
    this.pending = this.pending.filter(({ entries }) => entries.size > 0);
  }
}

const refuseAll = (batch: Waiting[], error: Error) => batch.forEach((w) => w.refuse(error));

const notStored = (why: string) =>
  new Problem(503, `${why} Send the event again.`, {}, { 'Retry-After': '2' });

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
