import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** One setting: an environment variable, its default as the README shows it, what it must be, and how it is read. */
interface Setting<Value> {
  name: string;
  /** Used where the variable is not set or empty. */
  fallback: string;
  sentence: string;
  /** Undefined where the text is not what the sentence says. */
  read: (text: string) => Value | undefined;
}

/** Every setting once. Keys are the fields of Config; the README's table is checked against this one. */
export const settings = {
  host: setting({
    name: 'HOST',
    fallback: '127.0.0.1',
    sentence: 'the address to listen on: an IP address or localhost',
    read: (text) => (isIP(text) || text === 'localhost' ? text : undefined),
  }),
  port: setting({
    name: 'PORT',
    fallback: '8260',
    sentence: 'the port to listen on: 0 to 65535, where 0 takes any free one',
    read: (text) => wholeNumber(text, 0, 65535),
  }),
  databaseUrl: setting<string | null>({
    name: 'DATABASE_URL',
    fallback: '',
    sentence:
      'a PostgreSQL 15 or newer as postgresql://user:password@host:port/database; none: the embedded one',
    read: (text) => (text === '' ? null : postgresUrl(text)),
  }),
  dataDir: setting({
    name: 'DATA_DIR',
    fallback: './data',
    sentence: 'the folder of the embedded PostgreSQL',
    read: (text) => resolve(text),
  }),
  timeZone: setting({
    name: 'TIME_ZONE',
    fallback: "the machine's",
    sentence: 'the time zone of reports: an IANA name such as Europe/Madrid',
    read: (text) =>
      text === "the machine's" ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone(text),
  }),
  eventDays: setting({
    name: 'EVENT_DAYS',
    fallback: '30',
    sentence: 'how many days recorded events are kept, 1 to 36500; transfers keep the story told of them',
    read: (text) => wholeNumber(text, 1, 36_500),
  }),
  access: setting<'open' | null>({
    name: 'ACCESS',
    fallback: '',
    sentence: 'open lets everybody in, on any address',
    read: (text) => (text === '' ? null : text === 'open' ? text : undefined),
  }),
  drainSeconds: setting({
    name: 'DRAIN_SECONDS',
    fallback: '0',
    sentence:
      'how long events are still taken after the signal to stop, 0 to 5; 3 behind a load balancer, which meanwhile sees /health/ready say no',
    read: (text) => wholeNumber(text, 0, 5),
  }),
  simulation: setting({
    name: 'SIMULATION',
    fallback: 'off',
    sentence: "on takes the simulator's word for when an event came, so that it can push last week; else off",
    read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  }),
};

type Settings = typeof settings;
type Values = {
  readonly [Key in keyof Settings]: Exclude<ReturnType<Settings[Key]['read']>, undefined>;
};

const Fields = class {
  constructor(values: Values) {
    Object.assign(this, values);
  }
} as new (values: Values) => Values;

/** The settings as the program uses them: one plain field per key of `settings`. Also the token they are injected by. */
export class Config extends Fields {}

/** Reads every setting, or throws one error that names every fault. No value is repeated: it may hold a password. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = [];
  const values = Object.fromEntries(
    Object.entries<Setting<unknown>>(settings).map(([key, { name, fallback, sentence, read }]) => {
      const value = read(env[name]?.trim() || fallback);
      if (value === undefined) faults.push(`${name} is not right. It is ${sentence}.`);
      return [key, value];
    }),
  ) as unknown as Values;
  if (values.host !== undefined && !isLoopback(values.host) && values.access !== 'open') {
    faults.push(
      'HOST can be reached from other machines, and nobody is kept out: set ACCESS=open if that is meant, ' +
        'or listen on 127.0.0.1.',
    );
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return new Config(values);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Keeps the type of what `read` returns. */
function setting<Value>(one: Setting<Value>): Setting<Value> {
  return one;
}

function wholeNumber(text: string, min: number, max: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
}

function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined;
}

function zone(text: string): string | undefined {
  try {
    // Offsets such as +01:00 know no daylight-saving changes; where Intl takes them, we do not.
    return /^[A-Z]/i.test(text)
      ? new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
      : undefined;
  } catch {
    return undefined;
  }
}
