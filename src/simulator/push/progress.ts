/** Where the run stands: a bar on a terminal, else a line every few seconds. */
export class ProgressBar {
  private readonly begun = Date.now();
  private shownAt = this.begun;
  private events = 0;

  constructor(
    private readonly out: NodeJS.WriteStream,
    /** From 0 to 1. */
    private readonly share: () => number,
  ) {}

  tick(at: Date): void {
    this.events += 1;
    const now = Date.now();
    if (now - this.shownAt < (this.out.isTTY ? 100 : 5000)) return;
    this.shownAt = now;
    this.show(at);
  }

  end(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[K');
  }

  private show(at: Date): void {
    const perSecond = Math.round((this.events * 1000) / (Date.now() - this.begun));
    const share = this.share();
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    const text = `${percent} %  ${this.events} events  ${perSecond}/s  ${at.toISOString().slice(0, 16)}Z`;
    if (!this.out.isTTY) this.out.write(`${text}\n`);
    else {
      const filled = Math.floor(share * 30);
      this.out.write(`\r\x1b[K[${'#'.repeat(filled)}${' '.repeat(30 - filled)}] ${text}`);
    }
  }
}
