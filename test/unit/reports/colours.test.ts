import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { COLOURS } from '../../../src/reports/render/colours.js';

describe('the colours of outcomes', () => {
  it.each(['colours.css', 'print.css'])('are in a printed report as in %s of the page', (file) => {
    const css = readFileSync(`src/dashboard/page/look/${file}`, 'utf8');
    const light = css.slice(0, css.indexOf('}'));
    const onPage = Object.keys(COLOURS).map((outcome) => [
      outcome,
      new RegExp(`--${outcome}: (#[0-9a-f]{6});`).exec(light)?.[1],
    ]);
    expect(Object.fromEntries(onPage)).toEqual(COLOURS);
  });
});
