import { parseArgs } from 'node:util';
import { dialects } from '../../../../src/simulator/options.js';
import { command, playRun, type Run, SITES } from './runs.js';
import { proveThatWrongRulesAreFound } from './wrong/main.js';
import { BAD, deliver, GOOD } from './deliver.js';
import { examples } from './examples.js';
import { progress } from './progress.js';
import { prove } from './prove.js';
import { explain } from './explain.js';

/**
 * Plays random calls of the PBX model through the story function, and holds what it claims against what happened.
 * `--mutants` puts each rule that stories once got wrong back into them, and counts the calls until it shows.
 * `--seed N --dialect D --site S --one` shows a single episode: its events, its truth and its stories.
 */
const { values } = parseArgs({
  options: {
    model: { type: 'boolean' },
    calls: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    neighbours: { type: 'string', default: '3' },
    dialect: { type: 'string' },
    site: { type: 'string' },
    one: { type: 'boolean', default: false },
    bad: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    lines: { type: 'string', default: '40' },
    /** Shows so many examples of each line that contains the word. */
    show: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});

const dialect = dialects.find((each) => each === values.dialect);
const site = SITES.find((each) => each.startsWith(values.site ?? '-'));
if (values.one) {
  const run: Run = { seed: Number(values.seed), dialect: dialect ?? 'v2', site: site ?? 'all events' };
  const played = playRun(run);
  console.log(explain(played, deliver(played.pushed, run.seed, values.bad ? BAD : GOOD)));
} else if (values.mutants) {
  const all = proveThatWrongRulesAreFound({
    calls: Number(values.calls),
    seed: Number(values.seed),
    progress,
  });
  if (!all) process.exitCode = 1;
} else {
  const proof = prove({
    calls: Number(values.calls),
    seed: Number(values.seed),
    neighbours: Number(values.neighbours),
    isBad: values.bad,
    ...(dialect && { dialect }),
    ...(site && { site }),
    progress,
  });
  console.log(`${proof.calls} calls, ${proof.score.transfers} transfers, ${proof.seconds.toFixed(0)} s\n`);
  console.log(proof.score.table([...SITES, ...dialects, 'ALL']));
  console.log('\nimpossible claims');
  for (const [what, runs] of proof.impossible)
    console.log(
      `${String(runs.length).padStart(7)}  ${what}${runs.length > 0 ? `, as ${command(runs[0]!)}` : ''}`,
    );
  console.log('\nkinds of calls: made, wrong, first wrong after so many calls');
  for (const [name, { made, wrong, firstWrong }] of proof.kinds) {
    const where = firstWrong ? `: after ${firstWrong.afterCalls}, as ${command(firstWrong.run)}` : '';
    console.log(`${String(made).padStart(7)} ${String(wrong).padStart(7)}  ${name}${where}`);
  }
  console.log(
    `\nfaults\n${examples(proof, { lines: Number(values.lines), show: Number(values.show), only: values.only, command })}`,
  );
}
