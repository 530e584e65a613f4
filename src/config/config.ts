import { timeZoneName } from '../transfer/time-zone.js';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type LinkSettings, readLinks } from './link-settings.js';
import {
  isMailAddress,
  isNetwork,
  isPattern,
  isStrong,
  list,
  postgresUrl,
  STRONG,
  wholeNumber,
} from './setting-values.js';
import { readSetting, type Setting, setting, warnOfMistyped } from './setting.js';

/** Every setting once. Its key is the field of Config. deploy/settings.md is written from this table. */
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
  databaseReplicaUrls: setting({
    name: 'DATABASE_REPLICA_URLS',
    fallback: '',
    sentence:
      'streaming replicas of DATABASE_URL for what may be a moment old, between commas; none: the primary',
    read: (text) => list(text, (one) => postgresUrl(one) !== undefined),
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
      text === "the machine's"
        ? new Intl.DateTimeFormat().resolvedOptions().timeZone
        : (timeZoneName(text) ?? undefined),
  }),
  access: setting<'open' | null>({
    name: 'ACCESS',
    fallback: '',
    sentence: 'open lets everybody in, on any address',
    read: (text) => (text === '' ? null : text === 'open' ? text : undefined),
  }),
  reportMailTo: setting({
    name: 'REPORT_MAIL_TO',
    fallback: '',
    sentence: 'the addresses that get the report by mail, between commas; none: no mail',
    read: (text) => list(text, isMailAddress),
  }),
  reportMailFrom: setting({
    name: 'REPORT_MAIL_FROM',
    fallback: 'handoff@localhost',
    sentence: 'the address that the report comes from',
    read: (text) => (isMailAddress(text) ? text : undefined),
  }),
  reportMailAt: setting({
    name: 'REPORT_MAIL_AT',
    fallback: '0 7 * * *',
    sentence:
      'when the report is sent, as a cron pattern in TIME_ZONE: 0 7 * * * daily at 7, 0 7 * * 1 on Mondays',
    read: (text) => (isPattern(text) ? text : undefined),
  }),
  smtpUrl: setting<string | null>({
    name: 'SMTP_URL',
    fallback: '',
    sentence: 'the mail server: smtp://user:password@host:port, or smtps:// with TLS from the start',
    read: (text) => (text === '' ? null : /^smtps?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
  }),
  eventSecrets: setting({
    name: 'EVENT_SECRETS',
    fallback: '',
    sentence: `the secrets of POST /events/<secret>, between commas, of letters, digits and - . _ ~; ${STRONG}`,
    read: (text) => list(text, (one) => /^[\w.~-]+$/.test(one) && isStrong(one)),
  }),
  signatureSecrets: setting({
    name: 'SIGNATURE_SECRETS',
    fallback: '',
    sentence: `the secrets with which events may be signed (HMAC-SHA256), between commas; ${STRONG}`,
    read: (text) => list(text, isStrong),
  }),
  signatureHeader: setting({
    name: 'SIGNATURE_HEADER',
    fallback: 'X-Signature',
    sentence: "the name of the header with an event's signature",
    read: (text) => (/^[\w-]+$/.test(text) ? text : undefined),
  }),
  eventSources: setting({
    name: 'EVENT_SOURCES',
    fallback: '',
    sentence: 'the addresses that may push, between commas, such as 192.168.5.150 or 10.0.0.0/8; none: all',
    read: (text) => list(text, isNetwork),
  }),
  eventSerials: setting({
    name: 'EVENT_SERIALS',
    fallback: '',
    sentence: 'the serial numbers of the PBXes whose events are taken, between commas; none: all',
    read: (text) => list(text, () => true),
  }),
  trustedProxies: setting({
    name: 'TRUSTED_PROXIES',
    fallback: '',
    sentence: 'the proxies whose X-Forwarded-For is believed, between commas, as in EVENT_SOURCES',
    read: (text) => list(text, isNetwork),
  }),
  readsPerSecond: setting({
    name: 'READS_PER_SECOND',
    fallback: '100',
    sentence: 'how many requests a second one key may make: 1 to 100000',
    read: (text) => wholeNumber(text, 1, 100_000),
  }),
  keepTransfersDays: setting<number | null>({
    name: 'KEEP_TRANSFERS_DAYS',
    fallback: '',
    sentence: 'after how many days a transfer goes: 1 to 36500; none: never',
    read: (text) => (text === '' ? null : wholeNumber(text, 1, 36_500)),
  }),
  keepRawDays: setting<number | null>({
    name: 'KEEP_RAW_DAYS',
    fallback: '',
    sentence:
      "after how many days the bytes of a transfer's event go, while the transfer stays: 1 to 36500; none: never",
    read: (text) => (text === '' ? null : wholeNumber(text, 1, 36_500)),
  }),
  keepEventsDays: setting({
    name: 'KEEP_EVENTS_DAYS',
    formerName: 'EVENT_DAYS',
    fallback: '30',
    sentence:
      'after how many days the events from which a story was computed go: 1 to 36500; the story stays',
    read: (text) => wholeNumber(text, 1, 36_500),
  }),
  keepQuarantineDays: setting<number | null>({
    name: 'KEEP_QUARANTINE_DAYS',
    fallback: '',
    sentence: 'after how many days a refused body goes: 1 to 36500; none: never',
    read: (text) => (text === '' ? null : wholeNumber(text, 1, 36_500)),
  }),
  backupDir: setting({
    name: 'BACKUP_DIR',
    fallback: './backups',
    sentence: 'the folder that npm run backup writes to',
    read: (text) => resolve(text),
  }),
  logFormat: setting({
    name: 'LOG_FORMAT',
    fallback: 'text',
    sentence: 'text for people, json (one object a line, with request and trace id) for machines',
    read: (text) => (text === 'text' || text === 'json' ? text : undefined),
  }),
  pbxFile: setting<string | null>({
    name: 'PBX_FILE',
    fallback: '',
    sentence:
      'a JSON list of PBXes to log in to, each with name, url, user, password and api; or PBX_1_URL, PBX_1_USER and so on',
    read: (text) => (text === '' ? null : resolve(text)),
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
    sentence:
      'on: the header X-Simulated-At says when an event came, so that the simulator can push last week; off: it is not read',
    read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  }),
};

type Settings = typeof settings;
type Values = { readonly [Key in keyof Settings]: Exclude<ReturnType<Settings[Key]['read']>, undefined> } & {
  /** The PBXes to log in to. */
  readonly links: LinkSettings[];
};

const Fields = class {
  constructor(values: Values) {
    Object.assign(this, values);
  }
} as new (values: Values) => Values;

/** The settings as the program uses them: one plain field per key of `settings`. Also the token they are injected by. */
export class Config extends Fields {}

/**
 * Reads every setting, or throws one error that names every fault. No value is repeated: it may hold a password.
 * `warn` gets a line for each setting that is given by its former name, or by one that looks like a mistyped one.
 */
export function readConfig(
  env: NodeJS.ProcessEnv = process.env,
  warn: (line: string) => void = console.warn,
): Config {
  const faults: string[] = [];
  const values = Object.fromEntries(
    Object.entries<Setting<unknown>>(settings).map(([key, one]) => [
      key,
      readSetting(one, env, faults, warn),
    ]),
  ) as unknown as Omit<Values, 'links'>;
  warnOfMistyped(Object.values(settings), env, warn);
  const links = readLinks(env, values.pbxFile ?? null, faults);
  if (values.host !== undefined && !isLoopback(values.host) && !isGuarded(values)) {
    faults.push(
      'HOST can be reached from other machines, and anybody there could push events: set EVENT_SECRETS, ' +
        'SIGNATURE_SECRETS or EVENT_SOURCES; or ACCESS=open if everybody is welcome; or listen on 127.0.0.1.',
    );
  }
  if (values.reportMailTo?.length > 0 && values.smtpUrl === null)
    faults.push('REPORT_MAIL_TO is set, and no mail server is: set SMTP_URL too.');
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return new Config({ ...values, links });
}

/**
 * Whether the settings say who may push: some senders only, or everybody with ACCESS=open. Keys protect reading.
 */
function isGuarded({ access, eventSecrets, signatureSecrets, eventSources }: Omit<Values, 'links'>): boolean {
  return access === 'open' || [eventSecrets, signatureSecrets, eventSources].some((one) => one?.length > 0);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
