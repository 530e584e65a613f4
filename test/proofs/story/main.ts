/** `--model` scores random calls of the PBX model; without it the simulator's named scenarios are scored. */
await (process.argv.includes('--model') ? import('./model/main.js') : import('./score.js'));
