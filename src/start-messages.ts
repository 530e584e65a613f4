import { networkInterfaces } from 'node:os';
import { type Config, isLoopback } from './config/config.js';

/** What the terminal says once the program listens: where, how a PBX reaches it, and how to read. */
export function startMessages(config: Config, url: string, hasKeys: boolean): string[] {
  const lines = [`handoff listens on ${url}`];
  if (isLoopback(config.host))
    return [
      ...lines,
      'Only this machine reaches it. To let a PBX in: HOST=0.0.0.0 EVENT_SECRETS=<a long random word> npm start, ' +
        'and have it push to /events/<that word>; or, with nobody kept out, HOST=0.0.0.0 ACCESS=open npm start',
    ];
  const path = config.eventSecrets.length > 0 ? 'events/<a word of EVENT_SECRETS>' : '';
  const port = new URL(url).port;
  for (const address of addresses(config.host))
    lines.push(`A PBX on its network pushes to http://${address}:${port}/${path}`);
  if (!hasKeys && config.access !== 'open')
    lines.push('Reading needs a key: make one with npm run key -- --scope read');
  return lines;
}

/** Why it did not start, in a sentence that says what to do. */
export function startFailure(error: unknown, { port, host }: Partial<Pick<Config, 'port' | 'host'>>): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const what = `http://${host}:${port}`;
  if (code === 'EADDRINUSE')
    return `another program listens on ${what} already, perhaps another handoff: stop it, or set PORT to a free one.`;
  if (code === 'EACCES' && port !== undefined && port < 1024)
    return `this user may not listen on ${what}: set PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${host}: set HOST to one of its own.`;
  return message ?? String(error);
}

/** The addresses under which others reach a program that listens on `host`. */
function addresses(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host.includes(':') ? `[${host}]` : host];
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
