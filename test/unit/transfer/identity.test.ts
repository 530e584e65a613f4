import { describe, expect, it } from '@jest/globals';
import { callStart } from '../../../src/transfer/ids.js';
import { identity } from '../../../src/transfer/identity.js';
import type { ExtMember, Member, OutsideMember } from '../../../src/transfer/member.js';
import type { Transferor } from '../../../src/transfer/transfer.js';

const inbound: OutsideMember = {
  kind: 'inbound',
  from: '555',
  to: '20',
  trunkname: 'siptrunk',
  channelid: 'PJSIP/trunk-0000002b',
};
const ext: ExtMember = {
  kind: 'ext',
  number: '20',
  channelid: 'PJSIP/20-0000002c',
};
const transfer = {
  sn: '1',
  callid: '1571981647.117',
  members: [inbound, ext] as Member[],
  transferor: { ext: '20', basis: 'only-extension' } as Transferor,
};
const hex = (changed: Partial<typeof transfer> = {}, sender = 'a') =>
  identity({ ...transfer, ...changed }, sender).digest;

describe('two events can be one', () => {
  it.each<[string, Partial<typeof transfer>]>([
    [
      'when the state of a member has changed',
      { members: [inbound, { ...ext, memberstatus: 'HOLD', callpath: 'x' }] },
    ],
    [
      'when a dialect has no channels',
      {
        members: [
          { kind: 'inbound', from: '555', to: '20' },
          { kind: 'ext', number: '20' },
        ],
      },
    ],
    ['when a dialect lists them in another order', { members: [ext, inbound] }],
    ['when a dialect leaves the transferor out', { members: [inbound] }],
  ])('%s', (_name, changed) => {
    expect(hex(changed)).toBe(hex());
  });

  it.each<[string, Partial<typeof transfer>]>([
    ['of another PBX', { sn: '2' }],
    ['of another call', { callid: '1571981647.118' }],
    ['whose serial number and call id only join to the same text', { sn: '11', callid: '571981647.117' }],
    ['of another transferor', { transferor: { ext: '21', basis: 'story' } }],
    ['with a member more', { members: [inbound, { ...ext, number: '21' }, ext] }],
    ['with another outside number', { members: [{ ...inbound, from: '556' }, ext] }],
    ['of another kind', { members: [{ ...inbound, kind: 'outbound' }, ext] }],
  ])('but not one %s', (_name, changed) => {
    expect(hex(changed)).not.toBe(hex());
  });

  it('a PBX without a serial number is known by its address, and no other PBX is', () => {
    expect(hex({ sn: '' }, 'a')).not.toBe(hex({ sn: '' }, 'b'));
    expect(hex({}, 'a')).toBe(hex({}, 'b'));
  });

  it('its legs are known only when every member has a channel id', () => {
    const legs = (members: Member[]) => identity({ ...transfer, members }, 'a').legs;
    expect(legs([inbound, ext])).toEqual(['PJSIP/trunk-0000002b', 'PJSIP/20-0000002c']);
    expect(legs([inbound, { ...ext, channelid: '' }])).toBeNull();
    expect(legs([inbound, { kind: 'ext', number: '20' }])).toBeNull();
  });

  it('a channel that Asterisk counted belongs to one leg; an analogue port, or none, does not', () => {
    const own = (channelid: string) =>
      identity({ ...transfer, members: [inbound, { ...ext, channelid }] }, 'a').hasOwnLegs;
    expect([own('PJSIP/20-0000002c'), own('Local/2002@context-00000001;1')]).toEqual([true, true]);
    expect([own('DAHDI/5-1'), own(''), own('PJSIP/20')]).toEqual([false, false, false]);
  });
});

describe('the call id is a clock', () => {
  it('where it is seconds and a counter', () => {
    expect(callStart('1571981647.117')).toEqual(new Date('2019-10-25T05:34:07Z'));
    expect(callStart('946684800.0')).toEqual(new Date('2000-01-01T00:00:00Z'));
  });

  it.each([
    '',
    '1571981647',
    '1571981647.',
    '.117',
    '1571981647.117.1',
    ' 1571981647.117',
    '-1571981647.1',
    '1571981647117.1',
    '1.1',
    '9999999999.1',
    '946684799.1',
    '1e9.1',
    '１571981647.117',
  ])('and not in %j', (callid) => {
    expect(callStart(callid)).toBeNull();
  });
});
