import { Command } from 'commander';

/** `--model` scores random calls of the PBX model; without it the simulator's named scenarios are scored. */
const { model } = new Command()
  .option('--model')
  .allowUnknownOption()
  .allowExcessArguments()
  .helpOption(false)
  .parse()
  .opts<{ model?: true }>();
await (model ? import('./model/main.js') : import('./score.js'));
