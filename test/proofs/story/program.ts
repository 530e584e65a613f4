import { Client } from 'pg';
import { push } from '../../../src/simulator/push/push.js';
import type { Simulation } from '../../../src/simulator/simulate.js';
import { createCluster } from '../../support/postgres/cluster.js';
import { startProgram } from '../../support/program.js';
import { type Stories, storiesAt, storiesComputed } from '../../support/stories/read-stories.js';

/** Senders at once: what overtakes by them is a few milliseconds. */
const CONNECTIONS = 16;
const STORIES_WITHIN_MS = 120_000;

/**
 * Plays a simulation to a program of its own, as a PBX does, and reads the stories back from its API once all of them
 * have been computed. Everything is started for it, on loopback, and stopped again.
 */
export async function throughProgram(
  simulation: Simulation,
  progress: (text: string) => void,
): Promise<Stories> {
  const cluster = await createCluster();
  // A cluster goes with the process, unless a signal ends it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  try {
    const url = await cluster.createDatabase('handoff');
    const program = await startProgram(['dist/main.js'], { DATABASE_URL: url, SIMULATION: 'on' });
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      let sent = 0;
      const answers = await push(simulation.events, {
        url: new URL(program.url),
        rate: 0,
        connections: CONNECTIONS,
        patience: 30_000,
        onAnswer() {
          if (++sent % 1000 === 0)
            progress(`${Math.floor((simulation.callsPlayed / simulation.calls) * 100)} % of the calls sent`);
        },
      });
      progress('waiting for the last stories');
      await storiesComputed(async (text) => (await client.query(text)).rows, STORIES_WITHIN_MS);
      console.log('answers', answers);
      return await storiesAt(program.url);
    } finally {
      await client.end();
      await program.stop();
    }
  } finally {
    await cluster.remove();
  }
}
