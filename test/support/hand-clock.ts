import { setImmediate as others } from 'node:timers/promises';
import { LinkClock } from '../../src/pbx-link/clock.js';

interface Timer {
  at: number;
  ring(): void;
}

/**
 * A clock that only a test moves, and only while `busy` is false: work takes no time on it, however slow the
 * machine is. A day on it takes as long as the work that falls into it.
 */
export class HandClock extends LinkClock {
  private time = Date.UTC(2026, 10, 23);
  private readonly timers = new Set<Timer>();

  constructor(private readonly busy: () => boolean) {
    super();
  }

  override now() {
    return this.time;
  }

  override wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        this.timers.delete(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = { at: this.time + ms, ring: done };
      this.timers.add(timer);
      signal.addEventListener('abort', done);
    });
  }

  override timeout(ms: number): AbortSignal {
    const end = new AbortController();
    this.timers.add({ at: this.time + ms, ring: () => end.abort(new Error('it took too long')) });
    return end.signal;
  }

  /** Until everything that runs waits for the clock. */
  async untilIdle(): Promise<void> {
    do await others();
    while (this.busy());
  }

  /** Lets so many ms pass, from one due timer to the next; `each` is called after every timer. */
  async pass(ms: number, each: () => void | Promise<void> = () => {}): Promise<void> {
    const end = this.time + ms;
    await this.untilIdle();
    for (;;) {
      const [next] = [...this.timers].sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.time = next.at;
      this.timers.delete(next);
      next.ring();
      await this.untilIdle();
      await each();
    }
    this.time = end;
  }
}
