import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedEvent } from '../simulate.js';

export interface PushOptions {
  url: URL;
  /** Events per second; 0 is as fast as can be. */
  rate: number;
  /** At most so many connections at once. */
  connections: number;
  /** For how long an event that got no good answer is sent again, in milliseconds. */
  patience: number;
  onAnswer?: (event: SimulatedEvent) => void;
}

/** How often each answer came; `refused` is a 4xx, `unanswered` an event given up. */
export type Tally = Record<string, number>;

/** Patience ended before anything at all was answered: there is nobody to push to. */
export class NobodyAnswers extends Error {
  constructor(url: URL) {
    super(`Nobody answers at ${url.href}; is the program running there?`);
  }
}

/** Sends events as a PBX does: in order, each on a connection of its own, again where it was not taken. */
export async function push(events: Iterable<SimulatedEvent>, options: PushOptions): Promise<Tally> {
  const tally: Tally = {
    stored: 0,
    duplicate: 0,
    recorded: 0,
    ignored: 0,
    quarantined: 0,
    refused: 0,
  };
  const source = events[Symbol.iterator]();
  const begun = Date.now();
  let sent = 0;
  let hasAnswer = false;
  const sender = async () => {
    for (let next = source.next(); !next.done; next = source.next()) {
      const dueIn = options.rate > 0 ? begun + (sent++ * 1000) / options.rate - Date.now() : 0;
      if (dueIn > 1) await sleep(dueIn);
      for (const answer of await deliver(next.value, options)) {
        if (answer !== 'unanswered') hasAnswer = true;
        tally[answer] = (tally[answer] ?? 0) + 1;
      }
      if (!hasAnswer) {
        source.return?.();
        throw new NobodyAnswers(options.url);
      }
      options.onAnswer?.(next.value);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, sender));
  return tally;
}

/** Every answer that one event got. A PBX sends a refused event again too; this one does so once. */
async function deliver(event: SimulatedEvent, { url, patience }: PushOptions): Promise<string[]> {
  const giveUpAt = Date.now() + patience;
  let refused = false;
  for (let pause = 250; ; pause = Math.min(pause * 2, 4000)) {
    const answer = await post(url, event).catch(() => null);
    if (answer?.status === 200) return [...(refused ? ['refused'] : []), saidStatus(answer.body)];
    if (answer && answer.status >= 400 && answer.status < 500) {
      if (refused) return ['refused'];
      refused = true;
    } else if (Date.now() + pause > giveUpAt) return ['unanswered'];
    await sleep(pause);
  }
}

function saidStatus(body: string): string {
  try {
    const said: unknown = JSON.parse(body);
    if (typeof said === 'object' && said !== null && 'status' in said) return String(said.status);
  } catch {
    // Not ours: counted below.
  }
  return 'other answer';
}

/** Whether an address is this machine: made-up calls belong nowhere else unless somebody says so. */
export function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The request as the vendor prints it, the space in `Host` and the second `Accept` included. */
export function requestText(url: URL, { at, body }: SimulatedEvent): string {
  return [
    `POST ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.hostname}: ${url.port || '80'}`,
    'User-Agent: WebAPI',
    'Content-Type: application/json',
    'Accept: application/json',
    'Accept: application/json',
    `X-Simulated-At: ${at.toISOString()}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

function post(url: URL, event: SimulatedEvent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(url.port || 80) });
    let text = '';
    const done = () => {
      const answer = readAnswer(text);
      socket.destroy();
      if (answer) resolve(answer);
      else reject(new Error('the connection ended without an answer'));
    };
    socket.setEncoding('utf8').setTimeout(15_000, () => socket.destroy(new Error('no answer in time')));
    socket.on('connect', () => socket.write(requestText(url, event)));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (isWhole(text)) done();
    });
    socket.on('end', done);
    socket.on('error', reject);
  });
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1];
  return length !== undefined && Buffer.byteLength(text.slice(head + 4)) >= Number(length);
}

function readAnswer(text: string): { status: number; body: string } | null {
  const status = /^HTTP\/1\.\d (\d{3})/.exec(text)?.[1];
  const head = text.indexOf('\r\n\r\n');
  return status === undefined || head < 0 ? null : { status: Number(status), body: text.slice(head + 4) };
}
