/** The time as tokens, locks and slow answers know it; tests can bring one that they move by hand. */
export interface FaceClock {
  /** In ms. */
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const realClock: FaceClock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};
