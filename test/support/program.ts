import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';

export type StartedProgram = Awaited<ReturnType<typeof startProgram>>;

const running = new Set<ChildProcess>();

/** Ends what a test that failed has left running. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * A program of its own that says on which loopback port it listens: `dist/main.js`, or what it is compared with.
 * With `detached` it leads a process group, as a program started from a terminal does.
 */
export async function startProgram(args: string[], env: Record<string, string> = {}, detached = false) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PORT: '0', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const lines = createInterface({ input: child.stdout });
  const port = await portOf(lines, args.at(-1)!);
  return {
    pid: child.pid!,
    port,
    /** What it prints from now on. */
    lines,
    url: `http://127.0.0.1:${port}`,
    /** The exit code, or the signal that ended it. */
    exit,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exit;
    },
  };
}

async function portOf(lines: Interface, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const port = /listens on http:\/\/\S+:(\d+)/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
    lines.once('close', () => reject(new Error(`${name} did not start; its reason stands above`)));
  });
}
