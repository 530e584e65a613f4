import { writeSync } from 'node:fs';

const EVERY_MS = 10_000;

/**
 * Says on the terminal, every ten seconds, how far a long test has come; a short one says nothing. Past Jest and past
 * whatever a test has put in the place of process.stderr.
 */
export function progress(what: string, of: number) {
  let last = Date.now();
  return (done: number) => {
    if (Date.now() - last < EVERY_MS) return;
    last = Date.now();
    writeSync(2, `${what}: ${done} of ${of}\n`);
  };
}
