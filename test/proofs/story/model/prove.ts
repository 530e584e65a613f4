import type { Dialect } from '../../../../src/transfer/event.js';
import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';
import type { TransferTruth } from '../../../../src/simulator/truth/read-truth.js';
import { Decided, targetIn } from './decided.js';
import { BAD, deliver, GOOD } from './deliver.js';
import { explain } from './explain.js';
import { type Impossible, IMPOSSIBLE, impossibleIn } from './impossible.js';
import { judge } from './judge.js';
import { type Look, looksOf } from './look-alike.js';
import { neighbours, type Played, playRun, type Run, runOf, type SiteType } from './runs.js';
import { type Fault, Score } from './score.js';
import { type Known, storiesOf } from './stories.js';

export interface Proof {
  calls: number;
  seconds: number;
  score: Score;
  impossible: Map<Impossible, Run[]>;
  decided: Decided;
}

export interface ProofOptions {
  calls: number;
  seed: number;
  /** How many times each episode is played again with a hidden choice made anew. */
  neighbours: number;
  isBad: boolean;
  dialect?: Dialect;
  site?: SiteType;
  progress?: (text: string) => void;
}

interface Judged {
  run: Run;
  truth: TransferTruth;
  known: Known;
  looks: Look[];
}

/** Plays so many calls, tells their stories, and judges them once it is known which calls look alike. */
export function prove(options: ProofOptions): Proof {
  const begun = Date.now();
  const decided = new Decided();
  const impossible = new Map<Impossible, Run[]>(IMPOSSIBLE.map((what) => [what, []]));
  const judged: Judged[] = [];
  let calls = 0;
  for (let n = 0; calls < options.calls; n += 1) {
    const run = {
      ...runOf(n, options.seed),
      ...(options.dialect && { dialect: options.dialect }),
      ...(options.site && { site: options.site }),
    };
    const played = playRun(run);
    calls += played.episode.calls;
    if (n % 500 === 0) options.progress?.(`${calls} calls`);
    if (played.truths.length === 0) continue;
    judged.push(...tell(played, options.isBad, decided, impossible));
    for (const other of neighbours(played, options.neighbours)) learn(other, decided);
  }
  const score = new Score();
  const slack = options.isBad ? BAD.lateByMs : 0;
  for (const { run, truth, known, looks } of judged)
    score.add(
      run,
      truth,
      known,
      judge(truth, known.story, slack, targetIn(truth, looks[0]!), (field) =>
        decided.of(looks, field, run.site === 'all events' || run.site === 'states only'),
      ),
    );
  return { calls, seconds: (Date.now() - begun) / 1000, score, impossible, decided };
}

/** What the events decide is decided by those that all arrive in time. */
function learn(
  { pushed, truths, run }: Played,
  decided: Decided,
  arrived = deliver(pushed, run.seed, GOOD),
): Map<TransferTruth, Look[]> {
  const looks = new Map<TransferTruth, Look[]>();
  for (const truth of truths) {
    if (truth.isOpen) continue;
    const own = looksOf(arrived, truth.act);
    decided.add(own, truth, run.seed);
    looks.set(truth, own);
  }
  return looks;
}

function tell(
  played: Played,
  isBad: boolean,
  decided: Decided,
  impossible: Map<Impossible, Run[]>,
): Judged[] {
  const { pushed, truths, run } = played;
  const arrived = deliver(pushed, run.seed, isBad ? BAD : GOOD);
  const stories = storiesOf(arrived);
  const truthByStory = new Map(
    truths.flatMap((truth) => (stories.has(truth.act) ? [[stories.get(truth.act)!, truth] as const] : [])),
  );
  for (const { what } of impossibleIn([...stories.values()], lastOf(arrived), (known) =>
    truthByStory.get(known),
  ))
    impossible.get(what)!.push(run);
  const looks = learn(played, decided, isBad ? undefined : arrived);
  return [...truthByStory].flatMap(([known, truth]) => {
    const own = looks.get(truth);
    return own ? [{ run, truth, known, looks: own }] : [];
  });
}

function lastOf(arrived: PushedEvent[]): number {
  return arrived.at(-1)?.at ?? 0;
}

interface ExampleOptions {
  lines: number;
  show: number;
  only: string;
  command: (run: Run) => string;
}

/** The commonest faults, each with a call to look at. */
export function examples({ score, decided }: Proof, { lines, show, only, command }: ExampleOptions): string {
  const order = { false: 0, undecided: 1, missed: 2 };
  return [...score.faults]
    .filter(([line]) => line.includes(only))
    .sort(([, a], [, b]) => order[a[0]!.kind] - order[b[0]!.kind] || b.length - a.length)
    .slice(0, lines)
    .flatMap(([line, faults]) => [
      `${String(faults.length).padStart(7)}  ${line}, as ${command(faults[0]!.run)}`,
      ...faults.slice(0, show).map((fault) => shown(fault, decided)),
    ])
    .join('\n');
}

function shown({ run, field, truth, known, judgement }: Fault, decided: Decided): string {
  const played = playRun(run);
  const arrived = deliver(played.pushed, run.seed, GOOD);
  const [look] = looksOf(
    arrived,
    played.truths.find(({ hop, act }) => hop === truth.hop && act.call.id === truth.act.call.id)!.act,
  );
  return [
    `  ${field}: claimed ${judgement.claimed}, true ${judgement.truth}, ${judgement.verdict}: among calls that look alike ${look && decided.among(look, field)}; basis ${known.story.basis}`,
    explain(played, arrived),
  ].join('\n');
}
