import { describe, expect, it } from '@jest/globals';
import { nearestName } from '../../../src/config/nearest-name.js';
import type { InputFault } from '../../../src/http/invalid-value.js';
import { Problem } from '../../../src/http/problem.filter.js';
import { readPage, type UrlQuery } from '../../support/read-page.js';

/** What the 400 says of these parameters. */
async function said(query: UrlQuery): Promise<string[]> {
  const refused: unknown = await readPage(query).catch((error: unknown) => error);
  if (!(refused instanceof Problem)) throw new Error(`not refused: ${JSON.stringify(query)}`);
  return (refused.more as { errors: InputFault[] }).errors.map(({ message }) => message);
}

describe('a name that was mistyped', () => {
  it.each([
    ['ex', 'ext'],
    ['extt', 'ext'],
    ['Ext', 'ext'],
    ['extension', 'ext'],
    ['dirction', 'direction'],
    ['outcomes', 'outcome'],
  ])('?%s= is answered with the one that was meant: %s', async (mistyped, meant) => {
    const [message] = await said({ [mistyped]: '1' });
    expect(message).toMatch(new RegExp(`^is not known here; did you mean ${meant}\\? known are .*\\bext\\b`));
  });

  it('that is like none is answered with all there are, and no guess', async () => {
    const [message] = await said({ nonsense: '1' });
    expect(message).toMatch(/^is not known here; known are callid, ext, /);
  });

  it('is not taken for a short one that only has as many letters', () => {
    expect(nearestName('abc', ['ext', 'sn'])).toBeUndefined();
    expect(nearestName('to', ['tz', 'sn'])).toBe('tz');
  });
});
