import { describe, expect, it } from '@jest/globals';
import { generateCalls } from '../../support/fake-pbx/calls/generate-calls.js';
import { HOUR, MINUTE, scene, startScenes } from './linked-pbx.js';

startScenes();

describe('a login', () => {
  it('names the version, the port and the absolute address every time, in heartbeats too', async () => {
    await scene.connect('v2');
    await scene.clock.pass(2 * MINUTE);
    const { port } = scene;
    const push = {
      version: '2.0.0',
      port: String(port),
      url: `http://127.0.0.1:${port}/events/secret-path`,
      urltag: '1',
    };
    expect(scene.pbx.askedOf('login')[0]!.body).toEqual({
      username: 'api',
      password: expect.stringMatching(/^[0-9a-f]{32}$/),
      ...push,
    });
    expect(scene.pbx.askedOf('heartbeat')[0]!.body).toEqual({ ...push, ipaddr: '127.0.0.1' });
  });

  it('finds out by itself where the PBX can push', async () => {
    await scene.connect('v2', { pushUrl: null });
    const { port } = scene;
    expect(scene.pbx.askedOf('login')[0]!.body['url']).toBe(`http://127.0.0.1:${port}/events`);
  });

  it('a token that can be renewed is, before its half hour is over: no event is missed and nobody logs in again', async () => {
    await scene.connect('v2', {}, { hasRefreshTokens: true });
    await scene.clock.pass(12 * HOUR, () => expect(scene.pbx.isConnected).toBe(true));
    expect(scene.pbx.askedOf('token/refresh').length).toBeGreaterThan(12);
    expect(scene.pbx.askedOf('login')).toHaveLength(1);
  });

  it("asks for a gap's records on the PBX's own scene.clock, and makes events of them", async () => {
    const made = await scene.connect('v2', {}, { offsetMinutes: 120 });
    const from = Date.UTC(2019, 9, 23, 20) / 1000;
    const calls = generateCalls({ seed: 5, count: 20, from, until: from + 3600 });
    scene.pbx.happenUnseen(calls);
    const records = await made.records(new Date(from * 1000), new Date((from + 3600) * 1000));
    expect(scene.pbx.askedOf('cdr/get_random')[0]!.body).toEqual({
      number: 'all',
      starttime: '2019-10-23 22:00:00',
      endtime: '2019-10-23 23:00:00',
    });
    const [first] = calls[0]!.legs;
    expect(records!.length).toBeGreaterThan(calls.length);
    expect(records![0]).toMatchObject({ callid: first!.callid, start: first!.startedAt * 1000 });
    expect(records![0]!.event(first!.callid)).toMatchObject({
      event: 'NewCdr',
      callid: first!.callid,
      callfrom: first!.from.number,
      sn: scene.pbx.sn,
      fetched: 'yes',
    });
  });
});
