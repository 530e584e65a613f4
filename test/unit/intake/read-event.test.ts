import { describe, expect, it } from '@jest/globals';
import { EXT, event, v2 } from './reading.js';

describe('nothing is lost', () => {
  it('keeps the digits of a number as they were sent', () => {
    const kept = event(
      v2('[{"inbound":{"from":12345678901234567890,"to":1.10}}]', '"callid":1571981311.10,"sn":1E5'),
    );
    expect(kept).toMatchObject({
      callid: '1571981311.10',
      sn: '1E5',
      members: [{ from: '12345678901234567890', to: '1.10' }],
    });
  });

  it('gives the state of a v1 status to nobody else when the one it belongs to cannot be kept', () => {
    for (const first of ['"ext":{"extid":" "}', '"ext":{"extid":[]}', '"ext":7']) {
      const ring = event(`{"action":"RING","callid":"1.1",${first},"inbound":{"from":"1","to":"2"}}`);
      expect(ring).toMatchObject({ what: 'status', members: [{ kind: 'inbound' }] });
      expect(JSON.stringify(ring)).not.toContain('memberstatus');
    }
  });

  it('takes a key that repeats the same text for one', () => {
    expect(event(v2(EXT, '"callid":"1.1","callid":"1.1","sn":"1"'))).toMatchObject({ callid: '1.1' });
  });
});

describe('what is not a transfer is never refused for what it lacks', () => {
  it.each(['CallStatus', 'NewCdr', 'Forward', 'CallFailed', 'Whatever'])('%s', (name) => {
    for (const body of [
      `{"event":"${name}"}`,
      `{"action":"${name}","callid":null}`,
      `{"event":"${name}","callid":" "}`,
    ]) {
      expect(event(body)).toMatchObject({ what: 'other', name });
    }
  });

  it.each(['30011', '30012', '30014', '30015', '"30016"'])('type %s', (type) => {
    for (const msg of ['null', '{}', '"{}"', '{"call_id":" "}'])
      expect(event(`{"type":${type},"msg":${msg}}`).what).toBe('other');
  });

  it('an event that says nothing about a call may hold anything', () => {
    expect(event('{"event":"Whatever","callid":{}}').what).toBe('other');
    expect(event('{"type":30016,"msg":"{"}').what).toBe('other');
  });
});

describe('what relays and old firmware do to an event', () => {
  const inbound = (more: string) =>
    v2(`[{"inbound":{"from":${more},"to":"20"}},{"ext":{"number":"20"},"inbound":{},"outbound":null}]`);
  const msg = '{"call_id":"1.1","members":[{"extension":{"number":"20"},"inbound":{}}]}';
  const pSeries = (type: string, sent: string) => event(`{"type":${type},"sn":"1","msg":${sent}}`);

  it('a withheld number as null is a blank one, and the other kinds of a member may stand there empty', () => {
    expect(event(inbound('null'))).toEqual(event(inbound('""')));
    expect(event(inbound('null'))).toMatchObject({ members: [{ from: '', to: '20' }, { number: '20' }] });
    const v1 = event('{"action":"Tranfer","callid":"1.1","call":[{"ext":{"extid":"1"},"inbound":{}}]}');
    expect(v1).toMatchObject({ members: [{ kind: 'ext', number: '1' }] });
  });

  it('line breaks and tabs in msg, msg encoded twice, and a type with a fraction', () => {
    const plain = pSeries('30013', JSON.stringify(msg));
    expect(plain).toMatchObject({ what: 'transfer', members: [{ kind: 'ext', number: '20' }] });
    expect(pSeries('30013.0', JSON.stringify(msg))).toEqual(plain);
    expect(pSeries('"30013"', JSON.stringify(JSON.stringify(msg)))).toEqual(plain);
    expect(pSeries('30013', JSON.stringify(msg).replaceAll(',', ',\r\n\t'))).toEqual(plain);
  });

  it('blanks around a call id', () => {
    expect(event(v2(EXT, '"callid":" 1.1\t","sn":"1"'))).toMatchObject({ callid: '1.1' });
    expect(event('{"event":"NewCdr","callid":" 1.1 "}')).toMatchObject({ callid: '1.1' });
  });

  it.each<[string, Buffer, string]>([
    ['GBK', Buffer.from('b5e7d0c5', 'hex'), '电信'],
    ['Latin-1', Buffer.from('Tel\xe9', 'latin1'), 'Telé'],
    ['UTF-8 cut within a character', Buffer.from('e7', 'hex'), 'ç'],
  ])('text in %s', (_name, trunk, shown) => {
    const [before, after] = v2('[{"inbound":{"from":"5","to":"20","trunkname":"@"}}]').split('@');
    const body = Buffer.concat([Buffer.from(before!), trunk, Buffer.from(after!)]);
    expect(event(body)).toMatchObject({ members: [{ from: '5', to: '20', trunkname: shown }] });
  });

  it('an event of another charset that says nothing about a call is taken as any such event', () => {
    expect(event(Buffer.from('{"event":"ExtensionStatus","status":"\xb5\xe7"}', 'latin1')).what).toBe(
      'other',
    );
  });
});

describe('what cannot be stored', () => {
  it('drops what could not be stored and keeps the rest', () => {
    const failed = event(
      '{"event":"CallFailed","callid":"1.1","sn":"\\u0000","reason":"\\ud800","members":[{"ext":{"number":"1","channelid":"\\u0000"}}]}',
    );
    expect(failed).toMatchObject({
      what: 'failed',
      sn: '',
      reason: '',
      members: [{ kind: 'ext', number: '1' }],
    });
    expect(JSON.stringify(failed)).not.toMatch(/\\u0000|\\ud800/);
  });
});
