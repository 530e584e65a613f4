import type { Page, Refused } from '../state/answers.js';
import { count, moment } from '../format.js';
import { Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import type { View } from '../state/view.js';

const t = texts.quarantine;

/** What was refused and why: for those who may see it, and only when there is something. */
export function QuarantinePanel({ answer, view }: { answer: ApiAnswer<Page<Refused>>; view: View }) {
  if (!answer.data || answer.refusal || answer.data.data.length === 0) return null;
  return (
    <Panel id="refused" title={t.title} hint={t.hint} answer={answer}>
      {({ data }) => (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>{t.when}</th>
                <th>{t.source}</th>
                <th>{t.why}</th>
                <th class="n">{t.count}</th>
              </tr>
            </thead>
            <tbody>
              {data.slice(0, 10).map((one) => (
                <tr key={one.id}>
                  <td>{moment(one.lastAt, view.zone)}</td>
                  <td>{one.source}</td>
                  <td>{one.errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')}</td>
                  <td class="n">{count(one.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
