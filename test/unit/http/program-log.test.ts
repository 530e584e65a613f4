import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ProgramLog } from '../../../src/http/program-log.js';

describe('what the program says', () => {
  const isTerminal = process.stdout.isTTY;
  const written: string[] = [];
  const write = (text: unknown) => {
    written.push(String(text));
    return true;
  };

  function logTo({ terminal }: { terminal: boolean }): ProgramLog {
    process.stdout.isTTY = terminal;
    written.length = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation(write);
    jest.spyOn(process.stderr, 'write').mockImplementation(write);
    return new ProgramLog({ json: false });
  }

  afterEach(() => {
    process.stdout.isTTY = isTerminal;
    jest.restoreAllMocks();
  });

  it('has colours and times on a terminal', () => {
    logTo({ terminal: true }).log('The database is ready', 'Database');
    expect(written.join('')).toMatch(/\d+:\d\d:\d\d.*\[Database\].*The database is ready/);
  });

  it('has none of them in a file or in the journal', () => {
    logTo({ terminal: false }).warn('PostgreSQL went away', 'Postgres');
    expect(written).toEqual(['WARN [Postgres] PostgreSQL went away\n']);
  });

  it('leaves a start that fails to main.ts, which says it in a sentence', () => {
    const log = logTo({ terminal: false });
    log.error(new Error('Another handoff is running'), 'ExceptionHandler');
    log.error('Error: listen EADDRINUSE: address already in use', 'NestApplication');
    expect(written).toEqual([]);
    log.error(new Error('a hook failed'), 'NestApplication');
    expect(written.join('')).toContain('a hook failed');
  });
});
