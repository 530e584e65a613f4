import type { ReportAnswer, TargetRow } from '../state/answers.js';
import { count, share } from '../format.js';
import { NOT_TAKEN_OUTCOMES, notTaken } from '../state/not-taken.js';
import { Ext, useLabel } from '../parts/names.js';
import { OutcomeBar } from '../charts/outcome-bar.js';
import { Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { rowsOf } from '../state/view.js';

const SHOWN = 8;
const t = texts.nobody;

/** Targets by how many transfers to them were not taken. */
export function NobodyPicksUp({ answer, csv }: { answer: ApiAnswer<ReportAnswer<TargetRow>>; csv: string }) {
  const label = useLabel();
  return (
    <Panel id="nobody" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows }) => {
        const worst = rows.filter((row) => notTaken(row) > 0).sort((a, b) => notTaken(b) - notTaken(a));
        if (worst.length === 0) return <p>{rows.length === 0 ? texts.nothing : t.none}</p>;
        const of = Math.max(...worst.slice(0, SHOWN).map((row) => row.transfers));
        return (
          <table class="bars">
            <thead>
              <tr>
                <th>{t.target}</th>
                <th class="wide">{texts.perExt.ended}</th>
                <th class="n">{t.lost}</th>
              </tr>
            </thead>
            <tbody>
              {worst.slice(0, SHOWN).map((row) => {
                const mark = { target: row.target ?? 'none' };
                return (
                  <tr key={row.target}>
                    <td>
                      <Ext number={row.target} />
                    </td>
                    <td>
                      <OutcomeBar row={row} of={of} mark={mark} whose={label(row.target)} />
                    </td>
                    <td class="n" title={t.of(notTaken(row), row.transfers)}>
                      <a href={rowsOf({ ...mark, outcome: NOT_TAKEN_OUTCOMES.join(' ') })}>
                        {count(notTaken(row))}
                      </a>{' '}
                      <span class="share">{share(notTaken(row), row.transfers)}</span>
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
