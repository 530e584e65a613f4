import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program under load: started as a process of its own on a free loopback port. */
export interface Contestant {
  pid: number;
  port: number;
  stop(): Promise<void>;
}

/** Resolves once it has printed the address on which it listens. */
export async function startContestant(args: string[], env: Record<string, string> = {}): Promise<Contestant> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child, args.at(-1)!);
  return {
    pid: child.pid!,
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function portOf(child: ChildProcess, name: string): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /listens on http:\/\/\S+:(\d+)/.exec(line)?.[1];
    if (!port) continue;
    child.stdout!.resume();
    return Number(port);
  }
  throw new Error(`${name} did not start; its reason stands above`);
}
