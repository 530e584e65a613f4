import { describe, expect, it, jest } from '@jest/globals';
import { PSeriesPbx } from '../../support/fake-pbx/p-series/p-series-pbx.js';
import { until } from '../../support/until.js';
import { HEARTBEAT, HOUR, MINUTE, scene, SECOND, startScenes } from './linked-pbx.js';

/** `LINK_HOURS=720 npm run jest -- test/unit/pbx-link` for a month of each. */
const HOURS = Number(process.env['LINK_HOURS'] ?? 24);

startScenes();

describe.each(['v1', 'v2', 'p'] as const)('a link to a PBX that speaks %s', (api) => {
  it('makes the PBX push its transfers', async () => {
    await scene.connect(api);
    expect(scene.link.status.state).toBe('up');
    await scene.pbx.pushTransfer('1.1');
    await until(() => scene.received.length === 1);
    expect(scene.received[0]).toContain('1.1');
  });

  it.each([20004, 20005, 20006])('a token that is refused with %i is replaced at once', async (errno) => {
    await scene.connect(api);
    scene.pbx.troubles.refuseNext = errno;
    if (api === 'p') await scene.drop();
    await scene.clock.pass(HEARTBEAT + 2 * SECOND);
    expect(scene.pbx.troubles.refuseNext).toBe(0);
    expect(scene.link.status).toMatchObject({ state: 'up', logins: 2 });
    expect(scene.logins(api)).toHaveLength(2);
    expect(await scene.pbx.pushTransfer('1.2')).toBe(true);
  });

  it('after a reboot that the PBX announces the link is back in seconds, after another one by the next heartbeat', async () => {
    await scene.connect(api);
    await scene.clock.pass(10 * SECOND);
    await scene.reboot(api, true);
    await scene.clock.pass(3 * SECOND);
    expect(scene.pbx.isConnected).toBe(true);
    await scene.reboot(api);
    await scene.clock.pass(HEARTBEAT);
    expect(scene.pbx.isConnected).toBe(true);
    expect(scene.link.status.logins).toBe(3);
    expect(scene.link.status.gaps).toHaveLength(2);
  });

  it('a PBX that is away, or still starting, is tried again and again but not at once', async () => {
    await scene.connect(api);
    scene.pbx.troubles.isStarting = true;
    await scene.reboot(api);
    const count = scene.pbx.asked.length;
    await scene.clock.pass(10 * MINUTE);
    expect(scene.link.status.state).toBe('waiting');
    expect(scene.pbx.asked.length - count).toBeGreaterThan(10);
    expect(scene.pbx.asked.length - count).toBeLessThan(30);
    scene.pbx.troubles.isStarting = false;
    await scene.clock.pass(MINUTE);
    expect(scene.link.status.state).toBe('up');
  });

  it('slow answers are waited for, those that never come are not', async () => {
    await scene.connect(api);
    scene.pbx.troubles.slow = 8 * SECOND;
    await scene.reboot(api);
    await scene.clock.pass(HEARTBEAT + 5 * 8 * SECOND);
    expect(scene.link.status).toMatchObject({ state: 'up', logins: 2 });
    expect(await scene.pbx.pushTransfer('1.4')).toBe(true);
    scene.pbx.troubles.slow = 24 * HOUR;
    await scene.reboot(api);
    await scene.clock.pass(2 * HEARTBEAT);
    expect(scene.link.status.state).not.toBe('up');
    scene.pbx.troubles.slow = 0;
    await scene.clock.pass(2 * HEARTBEAT);
    expect(scene.link.status.state).toBe('up');
  });

  it('stopping leaves nothing that the PBX would push at', async () => {
    await scene.connect(api);
    await scene.link.stop();
    expect(scene.link.status.state).toBe('stopped');
    await until(() => !scene.pbx.isConnected);
  });

  it('over a day of lapses, reboots and dropped sockets its events never stop for longer than one heartbeat', async () => {
    await scene.connect(api);
    let silentSince: number | null = null;
    let longest = 0;
    const look = () => {
      if (!scene.pbx.isConnected) silentSince ??= scene.clock.now();
      if (silentSince === null) return;
      longest = Math.max(longest, scene.clock.now() - silentSince);
      if (scene.pbx.isConnected) silentSince = null;
    };
    const troubles = [
      async () => {
        scene.pbx.lapse();
        if (api === 'p') await scene.drop();
      },
      () => scene.reboot(api),
      () => scene.reboot(api, true),
      async () => {
        if (api === 'p') await scene.drop();
      },
      async () => {
        scene.pbx.troubles.isMute = api === 'p';
      },
    ];
    const begin = scene.clock.now();
    let n = 0;
    for (; scene.clock.now() < begin + HOURS * HOUR; n += 1) {
      await scene.clock.pass(7 * MINUTE + ((n * 7_919) % 60) * SECOND, look); // at every part of a beat
      await troubles[n % troubles.length]!();
      look();
      await scene.clock.pass(2 * MINUTE, () => {
        if (scene.pbx.troubles.isMute && scene.link.status.state !== 'up') scene.pbx.troubles.isMute = false;
        look();
      });
      expect(await scene.pbx.pushTransfer(`9.${n}`)).toBe(true);
      await until(() => scene.received.filter((one) => !one.includes('BootUp')).length === n + 1);
    }
    expect(n).toBeGreaterThan(HOURS * 5);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(HEARTBEAT);
    if (scene.pbx instanceof PSeriesPbx) expect(scene.pbx.tokenCount).toBeLessThanOrEqual(8);
    expect(scene.link.status.state).toBe('up');
  });
});

it('a gap whose records cannot be fetched stays open until they are', async () => {
  const made = await scene.connect('p');
  const asked = jest.spyOn(made, 'records').mockRejectedValueOnce(new Error('it does not answer'));
  await scene.reboot('p');
  await scene.clock.pass(5 * SECOND);
  expect(scene.link.status.gaps).toMatchObject([{ records: null }]);
  await scene.clock.pass(HEARTBEAT);
  expect(asked).toHaveBeenCalledTimes(2);
  expect(scene.link.status.gaps).toMatchObject([{ records: 0 }]);
});
