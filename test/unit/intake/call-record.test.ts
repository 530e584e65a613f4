import { describe, expect, it } from '@jest/globals';
import { event } from './reading.js';

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
