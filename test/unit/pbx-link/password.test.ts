import { describe, expect, it } from '@jest/globals';
import type { V2Pbx } from '../../support/fake-pbx/v2/v2-pbx.js';
import { HEARTBEAT, HOUR, MINUTE, scene, SECOND, startScenes } from './linked-pbx.js';

startScenes();

describe.each(['v1', 'v2'] as const)('the password of a PBX that speaks %s', (api) => {
  it('is tried once where it is wrong and never again, and the scene.link says so', async () => {
    await scene.connect(api, { password: 'wrong' });
    await scene.clock.pass(24 * HOUR);
    expect(scene.link.status.state).toBe('refused');
    expect(scene.logins(api)).toHaveLength(1);
    expect(scene.link.status.reason).toMatch(/wrong user or password/);
    expect(JSON.stringify(scene.link.status)).not.toContain('"wrong"');
  });

  it('is tried once where it was changed while the link was up', async () => {
    await scene.connect(api);
    scene.pbx.password = 'another';
    await scene.reboot(api);
    await scene.clock.pass(24 * HOUR);
    expect(scene.link.status.state).toBe('refused');
    expect(scene.logins(api)).toHaveLength(2);
  });

  it('waits ten minutes when this machine is locked out', async () => {
    await scene.connect(api);
    (scene.pbx as V2Pbx).lock();
    await scene.reboot(api);
    await scene.clock.pass(HEARTBEAT + SECOND);
    expect(scene.link.status.state).toBe('locked');
    await scene.clock.pass(10 * MINUTE);
    expect(scene.link.status.state).toBe('up');
    const [, refused, admitted, ...more] = scene.logins(api).map(({ at }) => at);
    expect(admitted! - refused!).toBe(10 * MINUTE);
    expect(more).toEqual([]);
  });
});

it('a P-Series that refuses the login is asked again every ten minutes, since its answer does not say whether a password is wrong', async () => {
  await scene.connect('p', { password: 'wrong' });
  expect(scene.link.status.state).toBe('locked');
  await scene.clock.pass(HOUR + MINUTE);
  expect(scene.logins('p')).toHaveLength(7);
  expect(JSON.stringify(scene.link.status)).not.toContain('"wrong"');
});
