import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { StreamReader } from './stream.reader.js';

/** How often it checks for changes while anybody listens, in ms. */
const LOOK_MS = 250;

/**
 * Tells all streams of this program of new changes, by one small query for all of them; it asks nothing
 * while nobody listens. It looks instead of being notified: NOTIFY takes a lock of the whole server at each
 * commit, and a commit becomes readable for the stream only when slower ones have ended, of which nobody
 * notifies.
 */
@Injectable()
export class ChangesPoll implements OnModuleDestroy {
  /** Counts up with each change. Take it before reading, and wait for the one after it. */
  count = 0;
  private waiting = new Set<() => void>();
  private listeners = 0;
  private looking = false;
  private stopped = false;

  constructor(private readonly reader: StreamReader) {}

  get status() {
    return { listeners: this.listeners };
  }

  /** The caller must call the returned function when it is done. */
  listen(): () => void {
    this.listeners += 1;
    if (!this.looking) void this.look();
    return () => {
      this.listeners -= 1;
    };
  }

  /** Resolves when there are changes after `count`, or after `most` ms, or when `signal` aborts. */
  async after(count: number, most: number, signal: AbortSignal): Promise<void> {
    if (this.count !== count || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, most);
      signal.addEventListener('abort', done);
      this.waiting.add(done);
    });
  }

  onModuleDestroy() {
    this.stopped = true;
  }

  private async look() {
    this.looking = true;
    let since: string | null = null;
    while (this.listeners > 0 && !this.stopped) {
      try {
        const changes: { horizon: string; any: boolean } = await this.reader.changesSince(since);
        since = changes.horizon;
        if (changes.any) {
          this.count += 1;
          for (const wake of this.waiting) wake();
        }
      } catch {
        // The database is away; what happens meanwhile is read when it is back.
      }
      await pause(LOOK_MS);
    }
    this.looking = false;
  }
}
