import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Problem } from '../problem.filter.js';
import { TransferStore, type Write, type Written } from '../store/transfer-store.js';
import { writeFailure } from '../store/write-failure.js';

/** How many batches may be on their way to the database at once. */
const WRITERS = 2;
const BATCH = 200;
const MAX_WAITING = 20_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** How long an event waits for a database that hiccups before its sender is told to try again, in ms. */
const PATIENCE = 4_000;

interface Waiting {
  entry: Write;
  since: number;
  answer: (written: Written) => void;
  refuse: (error: unknown) => void;
  done: Promise<Written>;
}

/** This entry cannot be stored as it is, though the database is well: its fault alone, not its neighbours'. */
export class Unstorable extends Error {}

/**
 * Many events, one commit; each is answered after its own.
 *
 * Guarantees: `add` resolves only after the commit that holds the entry; an entry that rejects is either not stored, or
 * stored by a commit whose answer was lost (its re-send is then recognised as a duplicate). A lone entry waits for
 * nothing: a batch leaves as soon as a writer is idle, and grows while all are busy. Equal events that wait together
 * become one row. One entry that the database cannot take fails alone.
 *
 * Does not promise: order between entries, or that a rejected entry is absent.
 */
@Injectable()
export class GroupCommit implements BeforeApplicationShutdown {
  private waiting = new Map<string, Waiting>();
  private bytes = 0;
  private busy = 0;
  private stopping = false;

  constructor(private readonly store: TransferStore) {}

  get status() {
    return {
      waiting: this.waiting.size,
      waitingBytes: this.bytes,
      writing: this.busy,
    };
  }

  /** @throws Problem 503 when it was not stored and the sender should try again; Unstorable when trying again is in vain. */
  async add(entry: Write): Promise<Written> {
    const key = keyOf(entry);
    const same = this.waiting.get(key);
    if (same) {
      if (same.entry.what === 'transfer') same.entry.deliveries += 1;
      return { ...(await same.done), status: 'duplicate' };
    }
    if (this.stopping) throw notStored('The program is stopping.');
    if (this.waiting.size >= MAX_WAITING || this.bytes + entry.raw.length > MAX_WAITING_BYTES)
      throw notStored('Too many events wait for the database.');
    const { promise, resolve, reject } = withResolvers<Written>();
    this.enter(key, {
      entry,
      since: Date.now(),
      answer: resolve,
      refuse: reject,
      done: promise,
    });
    this.pump();
    return promise;
  }

  /** New entries are refused from here on; what waits is still written. */
  async beforeApplicationShutdown() {
    this.stopping = true;
    await Promise.allSettled([...this.waiting.values()].map((w) => w.done));
    while (this.busy > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  private enter(key: string, waiting: Waiting) {
    this.waiting.set(key, waiting);
    this.bytes += waiting.entry.raw.length;
  }

  private pump() {
    while (this.busy < WRITERS && this.waiting.size > 0) {
      const batch: Waiting[] = [];
      for (const [key, waiting] of this.waiting) {
        this.waiting.delete(key);
        this.bytes -= waiting.entry.raw.length;
        if (batch.push(waiting) === BATCH) break;
      }
      this.busy += 1;
      void this.flush(batch).finally(() => {
        this.busy -= 1;
        this.pump();
      });
    }
  }

  /** Never rejects: every entry of the batch is answered or refused. */
  private async flush(batch: Waiting[]): Promise<void> {
    try {
      const written = await this.store.write(batch.map((w) => w.entry));
      const raced: Waiting[] = [];
      batch.forEach((w, n) => {
        const result = written[n]!;
        if (result.status === 'raced') raced.push(w);
        else w.answer(result.id === idOf(w.entry) ? { ...result, status: 'stored' } : result);
      });
      if (raced.length > 0) await this.flush(raced);
    } catch (error) {
      await this.recover(batch, error);
    }
  }

  private async recover(batch: Waiting[], error: unknown) {
    switch (writeFailure(error)) {
      case 'conflict':
        return this.retry(batch, 5);
      case 'away':
        return this.retry(batch, 100);
      case 'full':
        for (const w of batch) w.refuse(notStored('The database has no room.'));
        return;
      case 'data': {
        if (batch.length === 1) return batch[0]!.refuse(new Unstorable((error as Error).message));
        const half = batch.length >> 1;
        await this.flush(batch.slice(0, half));
        await this.flush(batch.slice(half));
      }
    }
  }

  private async retry(batch: Waiting[], pause: number) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const now = Date.now();
    const patient = batch.filter((w) => now - w.since < PATIENCE);
    for (const w of batch) if (!patient.includes(w)) w.refuse(notStored('The database is away.'));
    if (patient.length > 0) await this.flush(patient);
  }
}

const notStored = (why: string) =>
  new Problem(503, `${why} Nothing was stored; send it again.`, {}, { 'Retry-After': '2' });

const idOf = (entry: Write) => (entry.what === 'transfer' ? entry.transfer.id : entry.id);

/** Equal for entries that would become one row. */
function keyOf(entry: Write): string {
  if (entry.what === 'transfer') return `t${entry.transfer.sn} ${entry.identity.toString('latin1')}`;
  return `e${entry.event.sn} ${entry.digest.toString('latin1')}`;
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
