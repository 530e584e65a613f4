import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';

let app: Awaited<ReturnType<typeof startApp>>;

describe('GET /calls/{callid}', () => {
  beforeAll(async () => {
    app = await startApp({ TIME_ZONE: 'Europe/Madrid' }, { stories: 'written' });
  });
  afterAll(() => app?.stop());

  it('has the story of one call, from first to last, per PBX', async () => {
    const callid = '1571981647.200';
    const event = (name: string, more: object) => ({ event: name, callid, ...more });
    const ext = (number: string) => ({ ext: { number, channelid: `PJSIP/${number}-1` } });
    for (const sn of ['pbx-1', 'pbx-2']) {
      await app.deliver(
        event('CallStatus', {
          sn,
          members: [{ ext: { number: '2000', channelid: 'a', memberstatus: 'ANSWER' } }],
        }),
      );
      await app.deliver(event('Tranfer', { sn, members: [ext('2000'), ext('1020')] }));
    }
    await app.deliver(event('Tranfer', { sn: 'pbx-2', members: [ext('2000'), ext('1030')] }));
    const { status, body } = await app.get(`/calls/${callid}`);
    expect(status).toBe(200);
    expect(body.callid).toBe(callid);
    expect(body.data).toMatchObject([
      {
        sn: 'pbx-1',
        handedOn: 1,
        from: '2019-10-25T05:34:07Z',
        transfers: [{ transferor: { ext: '1020' } }],
      },
      {
        sn: 'pbx-2',
        handedOn: 2,
        transfers: [{ transferor: { ext: '1020' } }, { transferor: { ext: '1030' } }],
        events: [
          { what: 'status', event: 'CallStatus', facts: { members: [{ kind: 'ext', number: '2000' }] } },
        ],
      },
    ]);
  });

  it('with an unknown callid is a 404', async () => {
    for (const callid of ['nothing', '%00', '..%2Ftransfers'])
      expect(await app.get(`/calls/${callid}`)).toMatchObject({ status: 404, body: { status: 404 } });
    expect((await app.get('/calls/x?y=1')).status).toBe(400);
  });
});
