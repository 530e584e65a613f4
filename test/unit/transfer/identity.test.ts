import { describe, expect, it } from '@jest/globals';
import { callStart } from '../../../src/transfer/call-id.js';
import type { TransferEvent } from '../../../src/transfer/event.js';
import { identity } from '../../../src/transfer/identity.js';
import type { Member } from '../../../src/transfer/member.js';

const inbound: Member = {
  kind: 'inbound',
  from: '555',
  to: '20',
  trunkname: 'siptrunk',
  channelid: 'PJSIP/trunk-0000002b',
};
const ext: Member = {
  kind: 'ext',
  number: '20',
  channelid: 'PJSIP/20-0000002c',
};
const event: TransferEvent = {
  what: 'transfer',
  dialect: 'v2',
  name: 'Tranfer',
  sn: '1',
  callid: '1571981647.117',
  members: [inbound, ext],
};
const hex = (changed: Partial<TransferEvent> = {}) => identity({ ...event, ...changed }).digest;

describe('two events are the same', () => {
  it.each<[string, Partial<TransferEvent>]>([
    ['when the name is spelled otherwise', { name: 'Transfer' }],
    [
      'when the state of a member has changed',
      { members: [inbound, { ...ext, memberstatus: 'HOLD', callpath: 'x' }] },
    ],
  ])('%s', (_name, changed) => {
    expect(hex(changed)).toBe(hex());
  });

  it.each<[string, Partial<TransferEvent>]>([
    ['of another PBX', { sn: '2' }],
    ['of another call', { callid: '1571981647.118' }],
    ['whose serial number and call id only join to the same text', { sn: '11', callid: '571981647.117' }],
    ['with the members in another order', { members: [ext, inbound] }],
    ['with a member more', { members: [inbound, ext, ext] }],
    ['with another number', { members: [inbound, { ...ext, number: '21' }] }],
    ['with another channel', { members: [inbound, { ...ext, channelid: 'PJSIP/20-0000002d' }] }],
    ['with another leg', { members: [{ ...inbound, legid: '1571981647.118' }, ext] }],
    ['by another trunk', { members: [{ ...inbound, trunkname: 'other' }, ext] }],
    ['of another kind', { members: [{ ...inbound, kind: 'outbound' }, ext] }],
    [
      'with a number moved from one field to the next',
      { members: [{ ...inbound, from: '55', to: '520' }, ext] },
    ],
  ])('but not one %s', (_name, changed) => {
    expect(hex(changed)).not.toBe(hex());
  });

  it('whether a channel id is blank or missing', () => {
    const { channelid: _none, ...without } = ext;
    expect(hex({ members: [{ ...ext, channelid: '' }] })).toBe(hex({ members: [without] }));
  });

  it('for ever only when every member has a channel id', () => {
    expect(identity(event).forever).toBe(true);
    expect(identity({ ...event, members: [inbound, { ...ext, channelid: '' }] }).forever).toBe(false);
    expect(identity({ ...event, members: [inbound, { kind: 'ext', number: '20' }] }).forever).toBe(false);
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
