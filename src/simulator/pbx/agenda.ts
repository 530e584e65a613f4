/** What goes on over time: it sleeps for so many milliseconds at a time, and is woken by a word or by the time. */
export type Steps<Result = void> = Generator<number, Result, string>;

/** The word with which a sleeper is woken when its time is over. */
export const TIME = 'time';

interface Due {
  at: number;
  run: () => void;
}

/** The simulated time, and what is due when. What is due at the same time runs in the order in which it was entered. */
export class Agenda {
  private readonly due: Due[] = [];

  constructor(public now: number) {}

  after(ms: number, run: () => void): void {
    const at = this.now + Math.max(0, ms);
    let place = this.due.length;
    while (place > 0 && this.due[place - 1]!.at > at) place -= 1;
    this.due.splice(place, 0, { at, run });
  }

  start(steps: Steps<unknown>): Process {
    const process = new Process(this, steps);
    this.after(0, () => process.wake(TIME));
    return process;
  }

  /** Runs all that is due until then. */
  run(until: number): void {
    for (let next = this.due[0]; next && next.at <= until; next = this.due[0]) {
      this.due.shift();
      this.now = next.at;
      next.run();
    }
    this.now = Math.max(this.now, until);
  }

  get isEmpty(): boolean {
    return this.due.length === 0;
  }
}

/** Steps under way. The first word after each sleep counts; the others find it awake. */
export class Process {
  private sleep = 0;
  private pending = false;
  private ended = false;

  constructor(
    private readonly agenda: Agenda,
    private readonly steps: Steps<unknown>,
  ) {}

  wake(word: string): void {
    if (this.pending || this.ended) return;
    this.pending = true;
    const sleep = this.sleep;
    this.agenda.after(0, () => {
      if (sleep === this.sleep) this.go(word);
    });
  }

  private go(word: string): void {
    this.pending = false;
    this.sleep += 1;
    const { sleep } = this;
    const { value, done } = this.steps.next(word);
    this.ended = done ?? false;
    if (this.ended || typeof value !== 'number') return;
    this.agenda.after(value, () => {
      if (sleep === this.sleep && !this.pending) this.go(TIME);
    });
  }
}
