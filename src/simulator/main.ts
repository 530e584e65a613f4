import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { timeZoneName } from '../transfer/time-zone.js';
import { ProgressBar } from './push/progress.js';
import { isThisMachine, NobodyAnswers, push } from './push/push.js';
import { defaults, simulate } from './simulate.js';
import { type SimulateOptions, dialects } from './options.js';

interface Flags extends Omit<SimulateOptions, 'noise'> {
  url: URL;
  rate: number;
  noise: number | true;
  connections: number;
  patience: number;
  truth?: string;
  anywhere?: true;
}

const command = new Command('simulate')
  .description('A PBX: pushes believable days of calls and transfers to an address, with known truth.')
  .option('--url <url>', 'where to push to', asUrl, new URL('http://127.0.0.1:8260'))
  .option('--anywhere', 'allow a url that is not this machine')
  .option('--days <n>', 'days of history, up to now', count, defaults.days)
  .option('--calls <n>', 'exactly so many calls, over whole days', count)
  .option('--rate <n>', 'events per second, 0 for as fast as can be', amount, 50)
  .option('--seed <n>', 'the same seed gives the same days', wholeNumber, defaults.seed)
  .addOption(
    new Option('--dialect <name>', 'what the PBX speaks')
      .choices([...dialects, 'mixed'])
      .default(defaults.dialect),
  )
  .option('--scenarios <names>', 'only these, comma separated', list)
  .option('--trunks <names>', 'names of the trunks, comma separated', list, [...defaults.trunks])
  .option('--sn <serial>', "the PBX's serial number")
  .option('--zone <name>', "the PBX's time zone (default: the machine's)", asZone)
  .option('--until <instant>', 'end of the history (default: now)', asDate)
  .option('--resend <share>', 'share of events that are sent again', share, defaults.resend)
  .option('--shuffle <seconds>', 'one event in ten comes late by up to so much', amount, defaults.shuffle)
  .option('--loss <share>', 'share of events, other than transfers, that get lost', share, defaults.loss)
  .option('--noise [n]', 'other events per transfer (100 where n is left out)', amount, defaults.noise)
  .option('--truth <file>', 'write what really happened, a JSON line per transfer')
  .option('--connections <n>', 'connections at once', count, 8)
  .option('--patience <seconds>', 'for how long an event is sent again', amount, 30)
  .action(run);

await command.parseAsync();

async function run(flags: Flags): Promise<void> {
  if (!flags.anywhere && !isThisMachine(flags.url))
    command.error(`${flags.url.host} is not this machine; say --anywhere to push there all the same`);
  const { url, rate, connections, truth } = flags;
  const simulation = start({
    ...flags,
    noise: flags.noise === true ? 100 : flags.noise,
  });
  const progress = new ProgressBar(process.stderr, () => simulation.callsPlayed / (simulation.calls || 1));
  const begun = Date.now();
  const tally = await push(simulation.events, {
    url,
    rate,
    connections,
    patience: flags.patience * 1000,
    onAnswer: ({ at }) => progress.tick(at),
  }).catch((error: unknown) => {
    if (error instanceof NobodyAnswers) command.error(error.message);
    throw error;
  });
  progress.end();
  if (truth !== undefined)
    writeFileSync(truth, simulation.truths.map((one) => `${JSON.stringify(one)}\n`).join(''));

  const answers = Object.values(tally).reduce((sum, n) => sum + n, 0);
  const took = (Date.now() - begun) / 1000;
  const { calls, truths } = simulation;
  console.log(`${calls} calls, ${truths.length} transfers, ${answers} answers in ${took.toFixed(1)} s`);
  for (const [answer, times] of Object.entries(tally)) console.log(`  ${answer.padEnd(12)} ${times}`);
  if (tally['unanswered']) process.exitCode = 1;
}

function start(options: SimulateOptions) {
  try {
    return simulate(options);
  } catch (error) {
    if (error instanceof RangeError) command.error(error.message);
    throw error;
  }
}

function asUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:')
    throw new InvalidArgumentError('Give an http URL, as http://127.0.0.1:8260.');
  return url;
}

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('Give a number from 0.');
  return value;
}

function wholeNumber(text: string): number {
  if (!Number.isSafeInteger(Number(text)) || text.trim() === '')
    throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

function count(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
}

function share(text: string): number {
  const value = amount(text);
  if (value > 1) throw new InvalidArgumentError('Give a share from 0 to 1.');
  return value;
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function asZone(text: string): string {
  const zone = timeZoneName(text);
  if (zone === null) throw new InvalidArgumentError('Give an IANA zone, as Europe/Madrid.');
  return zone;
}

function asDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('Give an instant, as 2026-11-22T18:00:00Z.');
  return date;
}
