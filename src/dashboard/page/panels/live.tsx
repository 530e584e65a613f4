import type { TransferAnswer } from '../state/answers.js';
import { Content } from '../parts/panel.js';
import { texts } from '../texts.js';
import { TransferRows } from '../parts/transfer-rows.js';
import { type LiveState } from '../state/use-live.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { rowsOf, type View } from '../state/view.js';

const t = texts.live;

/** The newest transfers of the view; while its period runs the list grows by itself. */
export function Live({
  list,
  state,
  view,
}: {
  list: ApiAnswer<TransferAnswer[]>;
  state: LiveState;
  view: View;
}) {
  return (
    <section class="panel live" id="live" aria-labelledby="live-title">
      <header>
        <h2 id="live-title">{t.title}</h2>
        <span class={`state ${state}`} role="status">
          {t[state]}
        </span>
        <a class="quiet" href={rowsOf({})}>
          {t.more}
        </a>
      </header>
      <Content answer={list}>
        {(rows) => (rows.length === 0 ? <p>{texts.nothing}</p> : <TransferRows rows={rows} view={view} />)}
      </Content>
    </section>
  );
}
