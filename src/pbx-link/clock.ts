import { Injectable } from '@nestjs/common';

/** Time as the links know it. Tests make it run faster, so that a day passes in seconds. */
@Injectable()
export class LinkClock {
  now(): number {
    return Date.now();
  }

  /** Given after so many ms. */
  timeout(ms: number): AbortSignal {
    return AbortSignal.timeout(ms);
  }

  /** Resolves after so many ms, or as soon as the signal is given. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}
