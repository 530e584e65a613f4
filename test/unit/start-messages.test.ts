import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readConfig } from '../../src/config/config.js';
import { startFailure, startMessages } from '../../src/start-messages.js';

describe('what the terminal says at start', () => {
  it('on this machine alone: how to let a PBX in', () => {
    const lines = startMessages(readConfig({}), 'http://127.0.0.1:8260', false);
    expect(lines).toEqual([
      'handoff listens on http://127.0.0.1:8260',
      expect.stringContaining('HOST=0.0.0.0 EVENT_SECRETS='),
    ]);
  });

  it('on an address of its own: where a PBX pushes, without the secret, and how to make a key', () => {
    const config = readConfig({ HOST: '192.168.5.10', EVENT_SECRETS: 'a-long-random-word' });
    const lines = startMessages(config, 'http://192.168.5.10:8260', false);
    expect(lines.slice(1)).toEqual([
      'A PBX on its network pushes to http://192.168.5.10:8260/events/<a word of EVENT_SECRETS>',
      'Reading needs a key: make one with npm run key -- --scope read',
    ]);
    expect(startMessages(config, 'http://192.168.5.10:8260', true)).toHaveLength(2);
  });

  it('no key is asked for where everybody may read', () => {
    const config = readConfig({ HOST: '192.168.5.10', ACCESS: 'open' });
    expect(startMessages(config, 'http://192.168.5.10:8260', false).slice(1)).toEqual([
      'A PBX on its network pushes to http://192.168.5.10:8260/',
    ]);
  });
});

describe('why it does not start', () => {
  it('a port in use is a sentence that says what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const [error] = await once(createServer().listen(port, '127.0.0.1'), 'error');
    server.close();
    expect(startFailure(error, { port, host: '127.0.0.1' })).toBe(
      `another program listens on http://127.0.0.1:${port} already, perhaps another handoff: stop it, or set PORT to a free one.`,
    );
  });

  it('anything else keeps its own words', () => {
    expect(startFailure(new Error('HOST is not right'), {})).toBe('HOST is not right');
  });
});
