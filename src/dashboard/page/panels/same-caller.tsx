import type { CallerRow, ReportAnswer } from '../state/answers.js';
import { count } from '../format.js';
import { OutcomeBar } from '../charts/outcome-bar.js';
import { Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { rowsOf } from '../state/view.js';

const SHOWN = 8;
const t = texts.callers;

/** Outside numbers that are passed on again and again. */
export function SameCaller({ answer, csv }: { answer: ApiAnswer<ReportAnswer<CallerRow>>; csv: string }) {
  return (
    <Panel id="callers" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows }) => {
        // A withheld number is many callers, and no one's.
        const again = rows.filter((row) => row.number && row.transfers > 1).slice(0, SHOWN);
        if (again.length === 0) return <p>{t.none}</p>;
        return (
          <table class="bars">
            <thead>
              <tr>
                <th>{t.number}</th>
                <th class="wide">{texts.perExt.ended}</th>
                <th class="n">{t.calls}</th>
                <th class="n">{t.transfers}</th>
              </tr>
            </thead>
            <tbody>
              {again.map((row) => {
                const mark = { caller: row.number! };
                return (
                  <tr key={row.number}>
                    <td>{row.number}</td>
                    <td>
                      <OutcomeBar row={row} of={again[0]!.transfers} mark={mark} whose={row.number!} />
                    </td>
                    <td class="n">{count(row.calls)}</td>
                    <td class="n">
                      <a href={rowsOf(mark)}>{count(row.transfers)}</a>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        );
      }}
    </Panel>
  );
}
