let shownAt = Date.now();

/** On a terminal one line that is written over, else a line every ten seconds. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (Date.now() - shownAt > 10_000) {
    shownAt = Date.now();
    process.stderr.write(`${text}\n`);
  }
}
