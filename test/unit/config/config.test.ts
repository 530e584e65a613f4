import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { Config, readConfig, settings } from '../../../src/config/config.js';

function faults(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

describe('the settings', () => {
  it('have defaults with which the program starts on loopback with its own PostgreSQL', () => {
    const config = readConfig({});
    expect(config).toBeInstanceOf(Config);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8260,
      databaseUrl: null,
      dataDir: resolve('data'),
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      access: null,
      simulation: false,
      reportMailTo: [],
      smtpUrl: null,
      links: [],
    });
  });

  it('count as not set when empty', () => {
    const empty = Object.fromEntries(Object.values(settings).map(({ name }) => [name, ' ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('are read as what they are', () => {
    const env = {
      HOST: '::1',
      PORT: '0',
      DATABASE_URL: 'postgresql://a:b@db:5432/c',
      DATA_DIR: '/srv/handoff',
      TIME_ZONE: 'Europe/Madrid',
      KEEP_EVENTS_DAYS: '7',
      ACCESS: 'open',
      REPORT_MAIL_TO: 'a@example.org, b@example.org',
      REPORT_MAIL_FROM: 'c@example.org',
      REPORT_MAIL_AT: '30 6 * * 1',
      SMTP_URL: 'smtp://u:p@mail:25',
      SIMULATION: 'on',
    };
    expect(readConfig(env)).toMatchObject({
      host: '::1',
      port: 0,
      databaseUrl: 'postgresql://a:b@db:5432/c',
      dataDir: '/srv/handoff',
      timeZone: 'Europe/Madrid',
      access: 'open',
      simulation: true,
      reportMailTo: ['a@example.org', 'b@example.org'],
      reportMailFrom: 'c@example.org',
      reportMailAt: '30 6 * * 1',
      smtpUrl: 'smtp://u:p@mail:25',
    });
  });

  it('take the former name of a setting, and say what it is called now', () => {
    const lines: string[] = [];
    const config = readConfig({ EVENT_DAYS: '7' }, (line: string) => lines.push(line));
    expect(config.keepEventsDays).toBe(7);
    expect(lines).toEqual(['EVENT_DAYS is now called KEEP_EVENTS_DAYS: rename it.']);
  });

  it('prefer the name of today where both are set', () => {
    const lines: string[] = [];
    const config = readConfig({ EVENT_DAYS: '7', KEEP_EVENTS_DAYS: '9' }, (line: string) => lines.push(line));
    expect(config.keepEventsDays).toBe(9);
    expect(lines[0]).toContain('which is set too and counts');
  });

  it('say nothing where no former name is used', () => {
    const lines: string[] = [];
    readConfig({ KEEP_EVENTS_DAYS: '9' }, (line: string) => lines.push(line));
    expect(lines).toEqual([]);
  });

  it('report every fault at once, each with its name and what is right', () => {
    const lines = faults({
      HOST: 'everywhere',
      PORT: '65536',
      DATABASE_URL: 'mysql://x',
      TIME_ZONE: 'Mars',
      ACCESS: 'yes',
    });
    expect(lines.slice(0, 5).map((line) => line.split(' ')[0])).toEqual([
      'HOST',
      'PORT',
      'DATABASE_URL',
      'TIME_ZONE',
      'ACCESS',
    ]);
    expect(lines[1]).toContain(settings.port.sentence);
  });

  it.each(['-1', '80.5', '1e3', '0x50', 'http'])('take no port %s', (PORT) => {
    expect(faults({ PORT })).toHaveLength(1);
  });

  it.each(['+01:00', '-05', 'CEST+1'])(
    'take no offset for a time zone, it knows no summer: %s',
    (TIME_ZONE) => {
      expect(faults({ TIME_ZONE })).toHaveLength(1);
    },
  );

  it('never repeat a password', () => {
    expect(faults({ DATABASE_URL: 'http://user:secret@db' }).join()).not.toContain('secret');
  });

  it.each(['0.0.0.0', '::', '192.168.5.150'])(
    'let %s be listened on only when that is said out loud',
    (HOST) => {
      expect(faults({ HOST })[0]).toMatch(/ACCESS=open/);
      expect(readConfig({ HOST, ACCESS: 'open' }).host).toBe(HOST);
    },
  );

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('know that %s is loopback', (HOST) => {
    expect(faults({ HOST })).toEqual([]);
  });

  it('that are mistyped are named with the one that was meant, and their values are not', () => {
    const lines: string[] = [];
    const env = {
      DATABSE_URL: 'postgresql://secret',
      KEEP_RAW_DAY: '7',
      HOSTNAME: 'x',
      LC_ALL: 'C',
    };
    readConfig(env, (line) => lines.push(line));
    expect(lines).toEqual([
      'DATABSE_URL is not known here; did you mean DATABASE_URL?',
      'KEEP_RAW_DAY is not known here; did you mean KEEP_RAW_DAYS?',
    ]);
  });

  it.each(['abc', 'changeme', 'aaaaaaaaaaaaaaaa', 'a-long-random-word,short'])(
    'refuse the weak secret %s, and say how to make a strong one',
    (weak) => {
      for (const name of ['EVENT_SECRETS', 'SIGNATURE_SECRETS'])
        expect(faults({ [name]: weak })).toEqual([
          expect.stringMatching(new RegExp(`^${name} is not right.*16 characters.*openssl rand -hex 16`)),
        ]);
    },
  );
});
