import type { ChainRow, ReportAnswer } from '../state/answers.js';
import { count } from '../format.js';
import { Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { rowsOf } from '../state/view.js';

const t = texts.chain;

/** Calls by how often they were passed on. Each line holds those below it, as the API's `hops` does. */
export function PassedOn({ answer, csv }: { answer: ApiAnswer<ReportAnswer<ChainRow>>; csv: string }) {
  return (
    <Panel id="chain" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows }) => {
        const steps = rows.map(({ transfersInCall }) => {
          const more = rows.filter((row) => row.transfersInCall >= transfersInCall);
          const sum = (of: 'calls' | 'transfers') => more.reduce((total, row) => total + row[of], 0);
          return { transfersInCall, calls: sum('calls'), transfers: sum('transfers') };
        });
        if (steps.length === 0) return <p>{texts.nothing}</p>;
        return (
          <table class="bars">
            <thead>
              <tr>
                <th>{t.column}</th>
                <th class="wide">{t.calls}</th>
                <th class="n">{t.calls}</th>
                <th class="n">{t.transfers}</th>
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <tr key={step.transfersInCall}>
                  <td>{t.passes(step.transfersInCall)}</td>
                  <td>
                    <a
                      class="plain-bar"
                      href={rowsOf({ hops: String(step.transfersInCall) })}
                      style={{ width: `${(100 * step.calls) / steps[0]!.calls}%` }}
                      aria-label={`${t.passes(step.transfersInCall)}: ${texts.calls(step.calls)}`}
                    />
                  </td>
                  <td class="n">{count(step.calls)}</td>
                  <td class="n">{count(step.transfers)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </Panel>
  );
}
