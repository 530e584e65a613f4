import { Command, Option } from 'commander';
import { dialects } from '../../../../src/simulator/options.js';
import { command, playRun, type Run, SITES } from './runs.js';
import { proveThatWrongRulesAreFound } from './wrong/main.js';
import { BAD, CUT, deliver, GOOD } from './deliver.js';
import { examples } from './examples.js';
import { progress } from './progress.js';
import { prove } from './prove.js';
import { explain } from './explain.js';

/**
 * Plays random calls of the PBX model through the story function, and holds what it claims against what happened.
 * `--mutants` puts each rule that stories once got wrong back into them, and counts the calls until it shows.
 * `--seed N --dialect D --site S --one` shows a single episode: its events, its truth and its stories.
 */
const values = new Command('npm run story -- --model')
  .option('--model')
  .option('--calls <n>', 'how many calls', Number, 10_000)
  .option('--seed <n>', 'the same seed gives the same calls', Number, 1)
  .option('--neighbours <n>', 'how many calls are around each', Number, 3)
  .addOption(new Option('--dialect <name>', 'this one alone').choices(dialects))
  .option('--site <name>', 'type of site, by how its name begins')
  .option('--one', 'show a single episode')
  .option('--bad', 'on a bad network')
  .option('--cut', 'on a network that is cut at times')
  .option('--mutants', 'put each wrong rule back')
  .option('--each', 'a row for each dialect at each type of site as well')
  .option('--lines <n>', 'how many lines of faults', Number, 40)
  .option('--show <n>', 'so many examples of each line that --only chooses', Number, 0)
  .option('--only <word>', 'the lines that contain it', '')
  .parse()
  .opts<{
    calls: number;
    seed: number;
    neighbours: number;
    dialect?: (typeof dialects)[number];
    site?: string;
    one?: true;
    bad?: true;
    cut?: true;
    mutants?: true;
    each?: true;
    lines: number;
    show: number;
    only: string;
  }>();

const { dialect } = values;
const network = values.bad ? BAD : values.cut ? CUT : GOOD;
const site = SITES.find((each) => each.startsWith(values.site ?? '-'));
if (values.one) {
  const run: Run = { seed: values.seed, dialect: dialect ?? 'v2', site: site ?? 'all events' };
  const played = playRun(run);
  console.log(explain(played, deliver(played.pushed, run.seed, network)));
} else if (values.mutants) {
  const all = proveThatWrongRulesAreFound({
    calls: values.calls,
    seed: values.seed,
    progress,
  });
  if (!all) process.exitCode = 1;
} else {
  const proof = prove({
    calls: values.calls,
    seed: values.seed,
    neighbours: values.neighbours,
    network,
    ...(dialect && { dialect }),
    ...(site && { site }),
    progress,
  });
  console.log(`${proof.calls} calls, ${proof.score.transfers} transfers, ${proof.seconds.toFixed(0)} s\n`);
  console.log(
    proof.score.table([
      ...SITES,
      ...dialects,
      ...(values.each ? SITES.flatMap((one) => dialects.map((each) => `${one}, ${each}`)) : []),
      'ALL',
    ]),
  );
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
    `\nfaults\n${examples(proof, { lines: values.lines, show: values.show, only: values.only, command })}`,
  );
}
