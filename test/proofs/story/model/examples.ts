import { BAD, deliver, GOOD } from './deliver.js';
import { explain } from './explain.js';
import type { Proof } from './prove.js';
import { playRun, type Run } from './runs.js';
import type { Fault } from './score.js';

interface ExampleOptions {
  lines: number;
  /** So many calls of each line are shown whole. */
  show: number;
  /** Only lines in which this stands. */
  only: string;
  command: (run: Run) => string;
}

const ORDER = { false: 0, undecided: 1, missed: 2 };

/** The commonest faults, each with a call to look at. */
export function examples(proof: Proof, { lines, show, only, command }: ExampleOptions): string {
  return [...proof.score.faults]
    .filter(([line]) => line.includes(only))
    .sort(([, a], [, b]) => ORDER[a[0]!.kind] - ORDER[b[0]!.kind] || b.length - a.length)
    .slice(0, lines)
    .flatMap(([line, faults]) => [
      `${String(faults.length).padStart(7)}  ${line}, as ${command(faults[0]!.run)}`,
      ...faults.slice(0, show).map((fault) => shown(fault, proof)),
    ])
    .join('\n');
}

function shown({ run, field, facts, judgement, known }: Fault, { decided, isBad }: Proof): string {
  const played = playRun(run);
  const { claimed, truth, verdict } = judgement;
  return [
    `  call ${facts.callid}, transfer ${facts.hop}: ${field} claimed ${claimed}, true ${truth}, ${verdict}; basis ${known.story.basis}${decided.counterexample(facts.keys[0]!, field)}`,
    explain(played, deliver(played.pushed, run.seed, isBad ? BAD : GOOD)),
  ].join('\n');
}
