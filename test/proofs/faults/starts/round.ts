import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../support/until.js';
import { newEvent } from '../events.js';
import { closeGate, type Gate, removeGates } from './gate.js';
import { faultsIn } from './kept.js';
import { folderStage, type Place } from './places.js';
import type { Moment, Round } from './plan.js';
import { startSender } from './sender.js';
import { servingStage, type Stage, stoppedStage } from './stage.js';
import { type Start, startProgram } from './start.js';

/** What an undisturbed start makes. */
export interface Expected {
  /** The catalog after none, one, two … of the migrations. */
  catalogs: string[];
  migrations: string[];
  rows: string[];
  /** How long it takes until it listens. */
  tookMs: number;
}

export interface Outcome {
  stage: Stage;
  /** What was not as it should be, the last lines of the program among it. */
  wrong: string[];
}

/** Stops one start, starts again, and says what is not as after a start that nobody stopped. */
export async function runRound(round: Round, place: Place, expected: Expected): Promise<Outcome> {
  const { moment, blow } = round;
  const gate = await gateOf(moment, place, expected.migrations);
  const first = startProgram(place.env);
  let second: Start | undefined;
  try {
    const answered = await reached(moment, first, place, gate, expected.tookMs);
    let stage = await servingStage(first, place);
    const endedByItself = first.hasEnded();
    await first.end(blow === 'TERM' ? 'SIGTERM' : 'SIGKILL');
    await answered?.stop();
    stage ??= await stoppedStage(first, place, expected.catalogs);
    if (blow === 'cut') place.cut();
    const wrong = endedByItself ? [`it ended by itself: ${first.output.slice(-3).join(' / ')}`] : [];
    if (blow === 'TERM' && stage.name.startsWith('serving') && first.exitCode !== 0)
      wrong.push(`it ended with ${first.exitCode} after TERM`);

    const goesOn = 'goesOn' in moment && moment.goesOn && blow !== 'cut';
    if (!goesOn) await gate?.open();
    second = startProgram(place.env);
    if (goesOn) await lateOpening(gate!, second);
    const again = second;
    await until(async () => again.hasEnded() || (await again.isReady())).catch(() => {});
    if (!(await again.isReady())) {
      wrong.push(`the next start does not serve: ${again.output.slice(-3).join(' / ') || 'it says nothing'}`);
      return { stage, wrong };
    }
    await gate?.close();
    const url = (await place.url())!;
    if (gate) await removeGates(url);
    wrong.push(
      ...(await postOne(again.url!)),
      ...(await faultsIn(url, {
        expected: expected.rows,
        schema: expected.catalogs.at(-1)!,
        migrations: expected.migrations,
        answered: answered?.answered ?? [],
      })),
      ...leftovers(place),
    );
    return { stage, wrong };
  } finally {
    await gate?.close();
    await first.end('SIGKILL');
    await second?.end('SIGTERM');
  }
}

async function gateOf(moment: Moment, place: Place, migrations: string[]): Promise<Gate | null> {
  if (moment.at !== 'in' && moment.at !== 'after') return null;
  return closeGate(await place.wake(), migrations[moment.migration - 1]!, moment.at);
}

/** Resolves at the moment for the blow, with the sender that runs since it listens. */
async function reached(moment: Moment, start: Start, place: Place, gate: Gate | null, tookMs: number) {
  const listens = () => start.hasEnded() || start.url !== null;
  switch (moment.at) {
    case 'any':
      await pause(moment.share * tookMs);
      return start.url === null ? null : startSender(start.url);
    case 'in':
    case 'after':
      // A migration may have nothing that the gate holds, such as one that changes rows alone.
      await until(async () => listens() || (await gate!.isReached()));
      return null;
    case 'listening': {
      await until(listens);
      if (start.url === null) return null;
      const sender = startSender(start.url);
      await pause(moment.ms);
      return sender;
    }
    default: {
      const stages = ['nothing', 'initdb', 'cluster', 'server'];
      const far = () => stages.indexOf(folderStage(place.folder!)) >= stages.indexOf(moment.at);
      await until(() => start.hasEnded() || far());
      await pause(moment.ms);
      return null;
    }
  }
}

/** The held migration goes on only when the next start waits for it, or has not waited for long. */
async function lateOpening(gate: Gate, second: Start) {
  await until(
    async () => second.hasEnded() || second.url !== null || (await gate.isNextWaiting()),
    15_000,
  ).catch(() => {});
  await gate.open();
}

async function postOne(url: string): Promise<string[]> {
  const { status } = await fetch(url, { method: 'POST', body: newEvent().body });
  return status === 200 ? [] : [`a new event is answered ${status}`];
}

/** What a stopped initdb leaves must go. */
function leftovers({ folder }: Place): string[] {
  const left = folder === null ? [] : readdirSync(folder).filter((name) => name.startsWith('.postgres-'));
  return left.map((name) => `${name} was left in the data folder`);
}
