import type { Dialect } from '../../../../src/transfer/event.js';
import { targetIn } from './looks/called.js';
import { Decided } from './looks/decided.js';
import { deliver, GOOD, type Network } from './deliver.js';
import { factsOf, type Facts } from './facts.js';
import { type Impossible, IMPOSSIBLE, impossibleIn } from './impossible.js';
import { judge } from './judge.js';
import { KINDS, kindsOf } from './kinds/kinds.js';
import { looksOf } from './looks/look-alike.js';
import { neighbours, type Played, playRun, type Run, runOf, type SiteType } from './runs.js';
import { Score } from './score.js';
import { type Known, storiesOf } from './stories.js';

export interface Proof {
  calls: number;
  seconds: number;
  score: Score;
  impossible: Map<Impossible, Run[]>;
  decided: Decided;
  network: Network;
  /** How often each kind of call was made, and after how many calls a story was first wrong about it. */
  kinds: Map<string, KindCount>;
}

export interface KindCount {
  made: number;
  wrong: number;
  firstWrong: { afterCalls: number; run: Run } | null;
}

export interface ProofOptions {
  calls: number;
  seed: number;
  /** How many times each episode is played again with a hidden choice made anew. */
  neighbours: number;
  /** What the events decide is decided by all of them, whatever of them arrives. */
  network: Network;
  dialect?: Dialect;
  site?: SiteType;
  progress?: (text: string) => void;
}

/** A transfer whose story was computed, to be judged once it is known which calls look alike. */
interface Computed {
  run: Run;
  facts: Facts;
  known: Known;
  kinds: string[];
  afterCalls: number;
}

/** Plays so many calls, computes their stories, and judges them. */
export function prove(options: ProofOptions): Proof {
  const begun = Date.now();
  const decided = new Decided();
  const impossible = new Map<Impossible, Run[]>(IMPOSSIBLE.map((what) => [what, []]));
  const computed: Computed[] = [];
  let calls = 0;
  for (let n = 0; calls < options.calls; n += 1) {
    const { seed, dialect, site } = runOf(n, options.seed);
    const played = playRun({ seed, dialect: options.dialect ?? dialect, site: options.site ?? site });
    calls += played.episode.calls;
    if (n % 200 === 0) options.progress?.(progressOf(calls, options.calls, begun));
    const facts = learn(played, decided);
    if (facts.length === 0) continue;
    for (const other of neighbours(played, options.neighbours)) learn(other, decided);
    for (const one of compute(played, facts, options.network, impossible))
      computed.push({ ...one, afterCalls: calls });
  }
  return {
    calls,
    decided,
    network: options.network,
    impossible,
    ...judgeAll(computed, decided, impossible, options.network),
    seconds: (Date.now() - begun) / 1000,
  };
}

function progressOf(calls: number, of: number, begun: number): string {
  const share = calls / of;
  const left = ((Date.now() - begun) / 1000) * (1 / share - 1);
  return `${calls} of ${of} calls, ${Math.floor(share * 100)} %, ${left.toFixed(0)} s left`;
}

function learn({ pushed, truths, run }: Played, decided: Decided): Facts[] {
  const arrived = deliver(pushed, run.seed, GOOD);
  return truths.map((truth) => {
    const looks = looksOf(arrived, truth.act);
    const target = targetIn(truth, arrived);
    if (!truth.isOpen) decided.add(looks, truth, target, run);
    return factsOf(truth, looks, target);
  });
}

function compute(
  played: Played,
  facts: Facts[],
  network: Network,
  impossible: Map<Impossible, Run[]>,
): Omit<Computed, 'afterCalls'>[] {
  const { pushed, truths, run } = played;
  const arrived = deliver(pushed, run.seed, network);
  const stories = storiesOf(arrived);
  const lastArrival = arrived.at(-1)?.at ?? 0;
  const truthOf = (known: Known) => truths.find(({ act }) => stories.get(act) === known);
  for (const { what } of impossibleIn([...stories.values()], lastArrival, truthOf))
    impossible.get(what)!.push(run);
  return truths.flatMap((truth, i) => {
    const known = stories.get(truth.act);
    if (!known) return [];
    // What was lost mentions nothing.
    const target = targetIn(truth, arrived);
    return [{ run, facts: { ...facts[i]!, target }, known, kinds: kindsOf(truth, played) }];
  });
}

function judgeAll(
  computed: Computed[],
  decided: Decided,
  impossible: Map<Impossible, Run[]>,
  network: Network,
): Pick<Proof, 'score' | 'kinds'> {
  const score = new Score();
  for (const run of [...impossible.values()].flat()) score.addImpossible(run);
  const kinds = new Map<string, KindCount>(
    KINDS.map(({ name }) => [name, { made: 0, wrong: 0, firstWrong: null }]),
  );
  for (const { run, facts, known, kinds: own, afterCalls } of computed) {
    const judgements = judge(facts, known.story, network.lateByMs, (field) => decided.of(facts.keys, field));
    score.add(run, facts, known, judgements);
    const isWrong = judgements.some(({ claimed, isRight }) => claimed !== null && !isRight);
    for (const name of own) countKind(kinds.get(name)!, isWrong, { afterCalls, run });
  }
  return { score, kinds };
}

function countKind(into: KindCount, isWrong: boolean, where: { afterCalls: number; run: Run }): void {
  into.made += 1;
  if (!isWrong) return;
  into.wrong += 1;
  into.firstWrong ??= where;
}
