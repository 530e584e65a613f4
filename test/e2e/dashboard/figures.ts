import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { OUTCOMES } from '../../../src/transfer/transfer.js';
import { callsOf, grouped, type Known, medianWait, UNKNOWN } from '../../support/stories/truths.js';
import { figure, type Scene, WEEK } from './scene.js';

/** What the page says is what really happened. */
export function figuresAreRight(scene: Scene): void {
  it('every figure is the one that really happened', async () => {
    const page = await scene.open(`${WEEK}&all=1`);
    await page.waitForSelector('#extensions tbody tr:nth-child(16)');
    const ended = (list: Known[], ...outcomes: string[]) =>
      list.filter(({ outcome }) => outcomes.includes(outcome)).length;
    const lost = (list: Known[]) => ended(list, 'unanswered', 'failed', 'returned', 'abandoned');
    const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;

    expect(await figure(page, '.big b')).toBe(scene.known.length);
    expect(await figure(page, '.headline > span')).toBe(callsOf(scene.known));
    for (const outcome of OUTCOMES)
      expect({ [outcome]: await page.locator(`.tiles .${outcome} a`).innerText() }).toEqual({
        [outcome]: expect.stringMatching(
          new RegExp(
            `\\s${ended(scene.known, outcome)}\\s+${percent(ended(scene.known, outcome), scene.known.length)}$`,
          ),
        ),
      });
    const [certain, inferred, nobody] = (await page.locator('.sure b').allInnerTexts()).map(Number);
    expect([certain! + inferred!, nobody]).toEqual([
      scene.known.filter(({ from }) => from !== UNKNOWN).length,
      scene.known.filter(({ from }) => from === UNKNOWN).length,
    ]);

    const perDay = (await cells(page, '#time')).map(([, transfers, , ...outcomes]) => [
      transfers,
      ...outcomes,
    ]);
    const days = [14, 15, 16, 17, 18, 19, 20].map((day) =>
      scene.known.filter(({ sentAt }) => sentAt.getUTCDate() === day),
    );
    expect(perDay).toEqual(
      days.map((list) => [list.length, ...OUTCOMES.map((outcome) => ended(list, outcome))].map(String)),
    );
    const byHour = (await cells(page, '#week')).map(([, ...weekdays]) => weekdays.map(Number));
    expect(byHour).toEqual(
      Array.from({ length: 24 }, (_, hour) =>
        [1, 2, 3, 4, 5, 6, 0].map(
          (day) =>
            scene.known.filter(({ sentAt }) => sentAt.getUTCHours() === hour && sentAt.getUTCDay() === day)
              .length,
        ),
      ),
    );

    const numberOf = (cell = '') => /^[\d*#+]+/.exec(cell)?.[0] ?? UNKNOWN;
    const bySender = grouped(scene.known, ({ from }) => from);
    const perExtension = await cells(page, '#extensions');
    expect(
      Object.fromEntries(
        perExtension.map(([ext, transfers, , , taken, missed]) => [
          numberOf(ext),
          [transfers, taken, missed],
        ]),
      ),
    ).toEqual(
      mapped(bySender, (list) => [
        String(list.length),
        percent(ended(list, 'answered'), list.length),
        String(lost(list)),
      ]),
    );
    for (const [ext, , , , , , wait] of perExtension) {
      // A PBX reports an answer some ms after it, which can be the next second.
      const [shown, truth] = [seconds(wait!), medianWait(bySender.get(numberOf(ext))!)];
      expect([ext, wait, truth, Math.abs((shown ?? -9) - (truth ?? -9)) <= 1]).toEqual([
        ext,
        wait,
        truth,
        true,
      ]);
    }

    const ways = grouped(scene.known, ({ from, to }) => `${from} ${to}`);
    const drawn = (await cells(page, '#who')).map(([from, to, transfers, taken, back]) => [
      `${numberOf(from)} ${numberOf(to)}`,
      [Number(transfers), Number(taken), Number(back!.replace(/\D/g, ''))],
    ]);
    expect(Object.fromEntries(drawn)).toEqual(
      mapped(ways, (list) => {
        const [{ from, to }] = list as [Known];
        const back = from !== UNKNOWN && to !== UNKNOWN ? (ways.get(`${to} ${from}`)?.length ?? 0) : 0;
        return [list.length, ended(list, 'answered'), back];
      }),
    );

    /** A table of the worst: each line right, and none worse left out. */
    const worst = (
      shown: [string, number[]][],
      all: Map<string, Known[]>,
      of: (list: Known[]) => number[],
      rank: number,
    ) => {
      for (const [name, figures] of shown) expect([name, figures]).toEqual([name, of(all.get(name) ?? [])]);
      const ranks = [...all.values()].map((list) => of(list)[rank]!).sort((a, b) => b - a);
      expect(shown.map(([, figures]) => figures[rank])).toEqual(ranks.slice(0, shown.length));
      expect(shown.length).toBe(Math.min(8, ranks.filter((n) => n > 0).length));
    };
    const targets = grouped(scene.known, ({ to }) => to);
    worst(
      (await cells(page, '#nobody')).map(([target, , missed]) => [
        numberOf(target),
        [Number(missed!.split(' ')[0])],
      ]),
      targets,
      (list) => [lost(list)],
      0,
    );
    worst(
      (await cells(page, '#failed')).map(([way, , failed, returned]) => [
        way!.split(' → ').map(numberOf).join(' '),
        [Number(failed) + Number(returned), Number(failed), Number(returned)],
      ]),
      ways,
      (list) => [ended(list, 'failed', 'returned'), ended(list, 'failed'), ended(list, 'returned')],
      0,
    );
    const again = new Map(
      [...grouped(scene.known, ({ caller }) => caller)].filter(
        ([number, list]) => number.trim() && list.length > 1,
      ),
    );
    expect(again.size).toBeGreaterThan(3);
    worst(
      (await cells(page, '#callers')).map(([number, , calls, transfers]) => [
        number!,
        [Number(transfers), Number(calls)],
      ]),
      again,
      (list) => [list.length, callsOf(list)],
      0,
    );

    const lengths = [...new Set(scene.known.map(({ inCall }) => inCall))].sort((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(1);
    expect(
      (await cells(page, '#chain')).map(([, , calls, transfers]) => [Number(calls), Number(transfers)]),
    ).toEqual(
      lengths.map((length) => {
        const list = scene.known.filter(({ inCall }) => inCall >= length);
        return [callsOf(list), list.length];
      }),
    );
    await page.close();
  });
}

/** The text of a panel's table, without its head. */
async function cells(page: Page, panel: string): Promise<string[][]> {
  return page
    .locator(`${panel} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())),
    );
}

const mapped = (groups: Map<string, Known[]>, of: (list: Known[]) => unknown) =>
  Object.fromEntries([...groups].map(([name, list]) => [name, of(list)]));

/** Of `6 s`, `1 min 05 s` or `–`. */
function seconds(written: string): number | null {
  const [, minutes = '0', rest] = /^(?:(\d+) min )?(\d+) s$/.exec(written) ?? [];
  return rest === undefined ? null : Number(minutes) * 60 + Number(rest);
}
