import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { newEvent, type Sent } from './events.js';
import type { AttemptLog } from './attempts.js';

const GIVE_UP = 15_000;
/** A sender comes back this much later with what was not answered 200; a PBX does the same. */
const SEND_AGAIN = 100;

/** Starts PBXs that send until each event is answered 200, some again after that; half of them with a connection per event. */
export function startSenders(attempts: AttemptLog, port: number, senders: number, perSecond: number) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const agent = new Agent({ keepAlive: true });
  const all = Array.from({ length: senders }, async (_, n) => {
    const recent: Sent[] = [];
    while (!signal.aborted) {
      const due = performance.now() + (senders / perSecond) * 1000;
      const again = recent.length > 0 && Math.random() < 0.05;
      const sent = again ? recent[Math.floor(Math.random() * recent.length)]! : newEvent();
      while (!(await attempt(sent, n % 2 ? agent : undefined)) && !signal.aborted) await pause(SEND_AGAIN);
      recent.push(sent);
      if (recent.length > 20) recent.shift();
      await pause(Math.max(0, due - performance.now()));
    }
  });

  function attempt(sent: Sent, through: Agent | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const at = performance.now();
      const done = (status: number | null, id?: string) => {
        attempts.add(sent, { at, took: performance.now() - at, status }, id);
        resolve(status === 200);
      };
      const options = { agent: through ?? false, host: '127.0.0.1', port, method: 'POST', path: '/' };
      const req = request({ ...options, timeout: GIVE_UP }, (res) => {
        let body = '';
        res.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        res.on('end', () => done(res.statusCode!, idIn(body)));
        res.on('error', () => done(null));
      });
      req.on('timeout', () => req.destroy());
      req.on('error', () => done(null));
      req.end(sent.body);
    });
  }

  return {
    async stop() {
      stopping.abort();
      await Promise.all(all);
      agent.destroy();
    },
  };
}

function idIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { id?: string }).id;
  } catch {
    return undefined;
  }
}
