import type { PairRow, ReportAnswer } from '../state/answers.js';
import { count } from '../format.js';
import { Ext, useLabel } from '../parts/names.js';
import { OutcomeBar } from '../charts/outcome-bar.js';
import { OutcomeMark } from '../parts/outcomes.js';
import { Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { rowsOf } from '../state/view.js';
import { pairMark } from '../charts/pair-mark.js';

const SHOWN = 8;
const t = texts.failed;

/** Ways on which transfers fail or come back. */
export function FailedReturned({ answer, csv }: { answer: ApiAnswer<ReportAnswer<PairRow>>; csv: string }) {
  const label = useLabel();
  const bad = (row: PairRow) => row.failed + row.returned;
  return (
    <Panel id="failed" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows }) => {
        const worst = rows.filter((row) => bad(row) > 0).sort((a, b) => bad(b) - bad(a));
        if (worst.length === 0) return <p>{rows.length === 0 ? texts.nothing : t.none}</p>;
        const of = Math.max(...worst.map(bad));
        return (
          <table class="bars">
            <thead>
              <tr>
                <th>{t.way}</th>
                <th class="wide">{texts.perExt.ended}</th>
                <th class="n">
                  <OutcomeMark of="failed" /> {texts.outcome.failed}
                </th>
                <th class="n">
                  <OutcomeMark of="returned" /> {texts.outcome.returned}
                </th>
              </tr>
            </thead>
            <tbody>
              {worst.slice(0, SHOWN).map((row) => {
                const mark = pairMark(row);
                const whose = `${label(row.from)} → ${label(row.to)}`;
                const only = { ...row, answered: 0, unanswered: 0, abandoned: 0, unknown: 0 };
                return (
                  <tr key={whose}>
                    <td>
                      <Ext number={row.from} /> → <Ext number={row.to} />
                    </td>
                    <td>
                      <OutcomeBar row={only} of={of} mark={mark} whose={whose} />
                    </td>
                    {(['failed', 'returned'] as const).map((outcome) => (
                      <td key={outcome} class="n">
                        {row[outcome] > 0 && <a href={rowsOf({ ...mark, outcome })}>{count(row[outcome])}</a>}
                      </td>
                    ))}
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
