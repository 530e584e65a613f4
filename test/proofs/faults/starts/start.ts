import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Start = ReturnType<typeof startProgram>;

/** The program as it is shipped; `--program` names another build of it, such as one that starts faster. */
let program = 'dist/main.js';
export const useProgram = (file: string) => void (program = file);

/** The program at any moment of its start. */
export function startProgram(env: Record<string, string>) {
  const child = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      DATA_DIR: '',
      HOST: '127.0.0.1',
      PORT: '0',
      NO_COLOR: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  let url: string | null = null;
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      url ??= /listens on (http:\S+)/.exec(line)?.[1] ?? null;
    });
  const exit = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    /** What it has printed so far. */
    output,
    /** Where it listens, once it does. */
    get url() {
      return url;
    },
    get exitCode() {
      return child.exitCode;
    },
    hasEnded,
    async end(signal: NodeJS.Signals) {
      if (!hasEnded()) child.kill(signal);
      await exit;
    },
    async isReady() {
      if (url === null) return false;
      return fetch(`${url}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      );
    },
  };
}
