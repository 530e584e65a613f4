import { once } from 'node:events';
import { createServer } from 'node:net';

/** A free loopback port below the ephemeral range, for a program that is started again on the same one. By chance, so that tests side by side do not meet. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const free = await Promise.race([
      once(probe, 'listening').then(() => true),
      once(probe, 'error').then(() => false),
    ]).catch(() => false);
    probe.close();
    if (free) return port;
  }
}
