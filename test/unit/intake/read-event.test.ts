import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/intake/dialects/dialect.js';
import { readEvent } from '../../../src/intake/dialects/dialects.js';
import type { PbxEvent } from '../../../src/transfer/event.js';

const read = (body: string | Buffer) => readEvent(typeof body === 'string' ? Buffer.from(body) : body);

function faults(body: string | Buffer): Fault[] {
  const reading = read(body);
  if ('event' in reading) throw new Error(`read as ${JSON.stringify(reading.event)}`);
  return reading.faults;
}

function event(body: string | Buffer): PbxEvent {
  const reading = read(body);
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.event;
}

const paths = (body: string | Buffer) => faults(body).map(({ path }) => path);
const v2 = (members: string, more = '"callid":"1.1","sn":"1"') =>
  `{"event":"Tranfer",${more},"members":${members}}`;
const EXT = '[{"ext":{"number":"1"}}]';

describe('a body that is no event is refused with a sentence', () => {
  it.each<[string, string | Buffer, string, RegExp]>([
    ['nothing', '', '', /^must be JSON: expected a value, but the text ends$/],
    ['no JSON', 'event=Tranfer', '', /^must be JSON: expected a value at character 1$/],
    ['half a body', '{"event":"Tran', '', /closing quote, but the text ends$/],
    ['two bodies', '{}{}', '', /expected the end of the text at character 3$/],
    ['a comment', '{"event":"Tranfer"/* */}', '', /expected "," or "}" at character 19$/],
    ['two trailing commas', '{"event":"Tranfer",,}', '', /expected a key/],
    ['UTF-16', Buffer.from('{"event":"Tranfer"}', 'utf16le'), '', /^must be JSON/],
    ['no object', '[{"event":"Tranfer"}]', '', /^must be a JSON object$/],
    ['no discriminator', '{"callid":"1.1"}', '', /event, action or type$/],
    ['a blank discriminator', '{"event":" "}', 'event', /^must be the name of an event/],
    ['a discriminator that is no scalar', '{"action":{}}', 'action', /^must be the name of an event/],
    ['two discriminators of one name', '{"event":"Tranfer","event":"NewCdr"}', 'event', /name of an event/],
  ])('%s', (_name, body, path, message) => {
    expect(faults(body)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });
});

describe('a transfer that misses what it needs is refused, every fault named where it stands', () => {
  it.each<[string, string, string[]]>([
    ['v2 with nothing', '{"event":"Tranfer"}', ['callid', 'members', 'sn']],
    [
      'v2 with blank callid and number',
      v2('[{"ext":{"number":" "}}]', '"callid":"","sn":"1"'),
      ['callid', 'members[0].ext.number'],
    ],
    ['v2 with null for everything', v2('null', '"callid":null,"sn":null'), ['callid', 'members', 'sn']],
    ['v2 without members', v2('[]'), ['members']],
    ['v2 with members no list', v2('{"ext":{"number":"1"}}'), ['members']],
    ['v2 with a list in the list', v2('[{"ext":{"number":"1"}},[]]'), ['members']],
    [
      'v2 with members that are nothing',
      v2('[1,null,{},"ext"]'),
      ['members[0]', 'members[1]', 'members[2]', 'members[3]'],
    ],
    [
      'v2 with two kinds in one',
      v2('[{"ext":{"number":"1"},"inbound":{"from":"1","to":"2"}}]'),
      ['members[0]'],
    ],
    ['v2 with a kind nobody knows', v2('[{"queue":{"number":"1"}}]'), ['members[0]']],
    ['v2 with one kind twice', v2('[{"ext":{"number":"1"},"ext":{"number":"2"}}]'), ['members[0].ext']],
    ['v2 with an ext that is text', v2('[{"ext":"1"}]'), ['members[0].ext']],
    [
      'v2 without from and to',
      v2('[{"inbound":{}},{"outbound":{"from":"1"}}]'),
      ['members[0].inbound.from', 'members[0].inbound.to', 'members[1].outbound.to'],
    ],
    [
      'v2 with other things for text',
      v2('[{"inbound":{"from":true,"to":{},"trunkname":[],"channelid":false}}]'),
      [
        'members[0].inbound.from',
        'members[0].inbound.to',
        'members[0].inbound.trunkname',
        'members[0].inbound.channelid',
      ],
    ],
    ['v2 with callid twice', v2(EXT, '"callid":"1.1","callid":"1.2","sn":"1"'), ['callid']],
    [
      'v2 with U+0000',
      v2('[{"ext":{"number":"1\\u0000","channelid":"\\u0000"}}]', '"callid":"\\u0000","sn":"\\u0000"'),
      ['callid', 'members[0].ext.number', 'members[0].ext.channelid', 'sn'],
    ],
    [
      'v2 with half a surrogate pair',
      v2('[{"inbound":{"from":"\\ud83d","to":"\\ude00\\ud83d","trunkname":"\\udc00"}}]'),
      ['members[0].inbound.from', 'members[0].inbound.to', 'members[0].inbound.trunkname'],
    ],
    ['v1.1 with nothing', '{"action":"Tranfer","sn":"1"}', ['call', 'callid']],
    [
      'v1.1 with an array for one number',
      '{"action":"Tranfer","callid":"1.1","call":[{"ext":{"extid":["1","2"]}}]}',
      ['call[0].ext.extid'],
    ],
    ['v1.0 with nothing', '{"action":"Tranfer"}', ['callid', 'ext']],
    [
      'v1.0 with one bad party',
      '{"action":"Tranfer","callid":"1.1","ext":{},"inbound":{"from":"1"}}',
      ['ext.extid', 'inbound.to'],
    ],
    [
      'v1.0 with a bad party among several',
      '{"action":"Tranfer","callid":"1.1","ext":{"extid":"1"},"ext":{"extid":""},"outbound":7}',
      ['ext[1].extid', 'outbound'],
    ],
    [
      'OpenVox with a bad number',
      '{"action":"Tranfer","callid":"1.1","ext":{"extid":["1",{}]}}',
      ['ext.extid'],
    ],
    ['OpenVox with no number', '{"action":"Tranfer","callid":"1.1","ext":{"extid":[]}}', ['ext.extid']],
    ['P-Series with nothing', '{"type":30013}', ['msg', 'sn']],
    ['P-Series with nothing in it', '{"type":30013,"sn":"1","msg":"{}"}', ['msg.call_id', 'msg.members']],
    ['P-Series with no JSON in it', '{"type":30013,"sn":"1","msg":"{"}', ['msg']],
    [
      'P-Series with a bad member',
      '{"type":30013,"sn":"1","msg":{"call_id":"1.1","members":[{"extension":{}},{"ext":{"number":"1"}},{"inbound":{"from":1,"to":2,"trunk_name":{}}}]}}',
      ['msg.members[0].extension.number', 'msg.members[1]', 'msg.members[2].inbound.trunk_name'],
    ],
  ])('%s', (_name, body, expected) => {
    expect(paths(body).sort()).toEqual([...expected].sort());
  });

  it('one with more members than any call has, without judging each', () => {
    const call = '"callid":"1.1"';
    expect(paths(v2(many('{}')))).toEqual(['members']);
    expect(paths(`{"type":30013,"sn":"1","msg":{"call_id":"1.1","members":${many('7')}}}`)).toEqual([
      'msg.members',
    ]);
    expect(paths(`{"action":"Tranfer",${call},"ext":{"extid":${many('1')}}}`)).toEqual(['ext.extid']);
    expect(paths(`{"action":"Tranfer",${call},${Array(1001).fill('"ext":{}').join()}}`)).toEqual(['ext']);
  });

  it('but no more than it needs: sn may be blank, and missing in the older dialects', () => {
    expect(event(v2(EXT, '"callid":"1.1","sn":" "'))).toMatchObject({
      what: 'transfer',
      sn: '',
    });
    expect(event('{"action":"Tranfer","callid":"1.1","call":[{"ext":{"extid":1}}]}')).toMatchObject({
      what: 'transfer',
      sn: '',
    });
  });
});

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

describe('an event about a call that cannot be read is refused, so that its bytes are kept', () => {
  it.each(['CallStatus', 'NewCdr', 'Forward', 'CallFailed'])('%s', (name) => {
    for (const callid of ['{}', '["1.1"]', '"a\\u0000"', '"1.1","callid":"1.2"'])
      expect(paths(`{"event":"${name}","callid":${callid}}`)).toEqual(['callid']);
  });

  it.each(['30011', '30012', '30014', '30015'])('type %s', (type) => {
    for (const msg of ['7', '"{"', '"[]"', '[]', '"\\"7\\""'])
      expect(paths(`{"type":${type},"msg":${msg}}`)).toEqual(['msg']);
    expect(paths(`{"type":${type},"msg":{"call_id":[]}}`)).toEqual(['msg.call_id']);
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

const many = (one: string) => `[${Array(1001).fill(one).join()}]`;
const record = (fields: string) => event(`{"event":"NewCdr","callid":"1.1",${fields}}`);

describe('the spellings of a call record', () => {
  it.each(['dsttrcunkname', 'desttrunkname', 'dstrunkname', 'dsttrunkname', 'dst_trunk_name'])(
    '%s',
    (key) => {
      expect(record(`"${key}":"trunk"`)).toMatchObject({ targetTrunk: 'trunk' });
      expect(record(`"${key}":" "`)).toMatchObject({ targetTrunk: null });
    },
  );

  it.each([
    ['ANSWERED', 'answered'],
    ['ANSWERD', 'answered'],
    ['NO ANSWER', 'no-answer'],
    ['NO ANSWERED', 'no-answer'],
    ['NOANSWER', 'no-answer'],
    ['BUSY', 'busy'],
    ['VOICEMAIL', 'voicemail'],
    ['FAILED', 'failed'],
    [' ', 'unknown'],
    ['constructor', 'unknown'],
  ])('status %s', (status, expected) => {
    expect(record(`"status":"${status}"`)).toMatchObject({ status: expected });
  });

  it.each([
    ['2023', '2023', null],
    ['6200(4002)', '6200', '4002'],
    ['Sales<6200>(4002)', '6200', '4002'],
    ['Ana (Sales) <2005>', '2005', null],
    ['Ana (Sales)', 'Ana (Sales)', null],
    ['(4002)', '(4002)', null],
    ['<>', '<>', null],
    [' ', '', null],
  ])('callto %j', (called, to, answeredBy) => {
    expect(record(`"callto":"${called}"`)).toMatchObject({ to, answeredBy });
  });

  it.each([
    ['"19"', 19],
    ['19', 19],
    ['"0"', 0],
    ['19.7', 19],
    ['" "', null],
    ['"-1"', null],
    ['1e400', null],
    ['"99999999999999999999"', null],
    ['{}', null],
  ])('a duration of %s', (sent, seconds) => {
    for (const key of ['talkduraction', 'talkduration', 'talk_duration']) {
      expect(record(`"${key}":${sent}`)).toMatchObject({
        talkSeconds: seconds,
      });
    }
    for (const key of ['callduraction', 'callduration', 'call_duration']) {
      expect(record(`"${key}":${sent}`)).toMatchObject({
        callSeconds: seconds,
      });
    }
  });

  it.each([
    ['2019-10-23 22:18:50', '2019-10-23 22:18:50'],
    ['2019-10-23T22:18:50Z', null],
    ['2019-13-23 22:18:50', null],
    ['', null],
  ])('timestart %j', (sent, expected) => {
    expect(record(`"timestart":"${sent}"`)).toMatchObject({
      startedAtLocal: expected,
    });
  });
});
