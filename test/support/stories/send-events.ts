import type { Truth } from '../../../src/simulator/call/truth.js';
import type { SimulateOptions } from '../../../src/simulator/options.js';
import { simulate, type SimulatedEvent } from '../../../src/simulator/simulate.js';
import { until } from '../until.js';

/** Events that differ in their bytes, so that none is a re-send whatever comes first. */
export function play(options: Partial<SimulateOptions>): { events: SimulatedEvent[]; truths: Truth[] } {
  const simulation = simulate({
    seed: 3,
    until: new Date('2026-11-20T23:00:00Z'),
    zone: 'Europe/Madrid',
    dialect: 'mixed',
    ...options,
  });
  const bodies = new Set<string>();
  const events = [...simulation.events].filter(({ body }) => !bodies.has(body) && bodies.add(body));
  return { events, truths: simulation.truths };
}

/** Sends them all, so many at a time, and again what is answered 503, as a PBX does; each must be taken. */
export async function send(url: string, events: Iterable<SimulatedEvent>, atOnce = 16): Promise<void> {
  const source = events[Symbol.iterator]();
  const sender = async () => {
    for (let next = source.next(); !next.done; next = source.next()) {
      const { at, body } = next.value;
      const headers = { 'X-Simulated-At': at.toISOString(), Connection: 'keep-alive' };
      await until(async () => {
        const response = await fetch(url, { method: 'POST', body, headers });
        const answer = await response.text();
        if (![200, 503].includes(response.status))
          throw new Error(`${body} was answered ${response.status}: ${answer}`);
        return response.status === 200;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
}
