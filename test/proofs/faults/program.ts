import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { until } from '../../support/until.js';

export interface Settings {
  port: number;
  databaseUrl: string;
  /** Where its output goes. */
  log: string;
  /** A module that is loaded ahead of the program: the negative control's lie. */
  preload?: string;
}

/** The program as it is shipped, as a process that can be killed and started again on the same port. */
export class Program {
  private child: ChildProcess | undefined;
  /** How often it ended though nobody had stopped it. */
  exits = 0;

  constructor(private readonly settings: Settings) {}

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves when it is ready for events. */
  async start() {
    const { port, databaseUrl, log, preload } = this.settings;
    const output = openSync(log, 'a');
    const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), 'dist/main.js'], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        NO_COLOR: '1',
      },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.child = child;
    child.once('exit', () => {
      if (this.child === child) this.exits += 1;
    });
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`The program ended; ${log} says why.`);
      return this.ready();
    });
  }

  async end(signal: NodeJS.Signals) {
    const child = this.child!;
    this.child = undefined; // it is to end
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  private async ready(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.settings.port}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }
}
