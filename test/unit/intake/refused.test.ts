import { describe, expect, it } from '@jest/globals';
import { EXT, event, faults, many, paths, v2 } from './reading.js';

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
