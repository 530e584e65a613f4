import type { Page, Pbx } from '../answers.js';
import { clock, moment } from '../format.js';
import { texts } from '../texts.js';
import type { Answer } from '../use-answer.js';
import type { View } from '../view.js';

const t = texts.pbxs;
/** A PBX sends about a hundred events for each transfer: an hour without any is worth a word. */
const SILENT_MS = 60 * 60_000;

/** What came last from each PBX, and when. A silent one may have let its login lapse. */
export function Pbxs({ answer, view }: { answer: Answer<Page<Pbx>>; view: View }) {
  const pbxs = answer.data?.data ?? [];
  if (pbxs.length === 0) return null;
  return (
    <ul class="pbxs" aria-label={t.title}>
      {pbxs.map(({ sn, lastEventAt }) => {
        const name = sn ?? t.serialless;
        const isSilent = !lastEventAt || Date.now() - Date.parse(lastEventAt) > SILENT_MS;
        const at = lastEventAt ? when(lastEventAt, view) : '–';
        return (
          <li key={name} class={isSilent ? 'silent' : 'heard'}>
            {isSilent ? t.silent(name, at) : t.last(name, at)}
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
