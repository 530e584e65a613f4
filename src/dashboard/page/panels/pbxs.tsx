import type { Page, Pbx } from '../state/answers.js';
import { clock, moment } from '../format.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import type { View } from '../state/view.js';

const t = texts.pbxs;
/** So many fit beside the title. */
const FEW = 3;

/** What came last from each PBX, and when. A silent one may have let its login lapse. */
export function PbxsPanel({ answer, view }: { answer: ApiAnswer<Page<Pbx>>; view: View }) {
  const pbxs = answer.data?.data ?? [];
  if (pbxs.length === 0) return null;
  // Of many PBXes only the silent ones are shown at once; the others are in a list that opens on a click.
  const isFew = pbxs.length <= FEW;
  const said = isFew ? pbxs : pbxs.filter(({ silent }) => silent);
  const rest = isFew ? [] : pbxs.filter(({ silent }) => !silent);
  return (
    <div class="last-seen">
      {said.length > 0 && <List pbxs={said} view={view} />}
      {rest.length > 0 && (
        <details>
          <summary>{t.all(rest.length)}</summary>
          <List pbxs={rest} view={view} />
        </details>
      )}
    </div>
  );
}

function List({ pbxs, view }: { pbxs: Pbx[]; view: View }) {
  return (
    <ul class="pbxs" aria-label={t.title}>
      {pbxs.map(({ sn, lastEventAt, silent }) => {
        const name = sn ?? t.serialless;
        const at = lastEventAt ? when(lastEventAt, view) : '–';
        return (
          <li key={name} class={silent ? 'silent' : 'seen'}>
            {silent ? t.silent(name, at) : t.last(name, at)}
          </li>
        );
      })}
    </ul>
  );
}

function when(at: string, view: View): string {
  const isToday =
    new Intl.DateTimeFormat('sv-SE', { timeZone: view.zone }).format(new Date(at)) === view.today;
  return isToday ? clock(at, view.zone) : moment(at, view.zone);
}
