import type { ExtRow, ReportAnswer } from '../state/answers.js';
import { count, duration, share } from '../format.js';
import { NOT_TAKEN_OUTCOMES, notTaken } from '../state/not-taken.js';
import { Ext, useLabel } from '../parts/names.js';
import { OutcomeBar } from '../charts/outcome-bar.js';
import { Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { href, rowsOf, type View } from '../state/view.js';
import { Change } from './key-figures.js';

const SHOWN = 15;
const t = texts.perExt;

/** What a column sorts by; the biggest first, but for the extension's number. */
const COLUMNS: Record<string, (row: ExtRow) => number | string> = {
  ext: (row) => row.ext ?? '~',
  transfers: (row) => row.transfers,
  change: (row) => row.transfers - (row.previous?.transfers ?? 0),
  taken: (row) => row.answered / (row.transfers || 1),
  lost: (row) => notTaken(row),
  wait: (row) => row.medianSecondsToAnswer ?? -1,
};

function compare(view: View) {
  const value = COLUMNS[view.sort] ?? COLUMNS.transfers!;
  return (a: ExtRow, b: ExtRow) => {
    const [x, y] = [value(a), value(b)];
    return typeof x === 'string' ? x.localeCompare(String(y), undefined, { numeric: true }) : Number(y) - x;
  };
}

/** Who transfers: how many, more or less than before, how they ended and how long the target let it ring. */
export function PerExtension({
  answer,
  view,
  csv,
}: {
  answer: ApiAnswer<ReportAnswer<ExtRow>>;
  view: View;
  csv: string;
}) {
  return (
    <Panel id="extensions" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows, compare: then }) => {
        const of = Math.max(...rows.map((row) => row.transfers));
        const isCompared = (then?.totals.transfers ?? 0) > 0;
        return (
          <div class="scroll">
            <table class="bars">
              <thead>
                <tr>
                  <Head view={view} by="ext" name={t.ext} />
                  <Head view={view} by="transfers" name={t.transfers} />
                  <Head view={view} by="change" name={t.change} />
                  <th class="wide">{t.ended}</th>
                  <Head view={view} by="taken" name={t.taken} />
                  <Head view={view} by="lost" name={t.lost} />
                  <Head view={view} by="wait" name={t.wait} title={t.waitTitle} />
                </tr>
              </thead>
              <tbody>
                {rows
                  .toSorted(compare(view))
                  .slice(0, view.all ? undefined : SHOWN)
                  .map((row) => (
                    <Line key={row.ext} row={row} of={of} isCompared={isCompared} />
                  ))}
              </tbody>
            </table>
            {rows.length > SHOWN && !view.all && (
              <p class="quiet">
                <a href={href({ all: '1' })}>{t.all(rows.length)}</a>
              </p>
            )}
          </div>
        );
      }}
    </Panel>
  );
}

function Head({ view, by, name, title }: { view: View; by: string; name: string; title?: string }) {
  const sorted = view.sort === by;
  return (
    <th
      class={by === 'ext' ? '' : 'n'}
      aria-sort={sorted ? (by === 'ext' ? 'ascending' : 'descending') : undefined}
    >
      <a href={href({ sort: by })} title={title}>
        {name}
      </a>
    </th>
  );
}

function Line({ row, of, isCompared }: { row: ExtRow; of: number; isCompared: boolean }) {
  const label = useLabel()(row.ext);
  const mark = { transferor: row.ext ?? 'none' };
  return (
    <tr>
      <td>
        <Ext number={row.ext} />{' '}
        {row.ext && (
          <a class="only" href={href({ ext: row.ext })} aria-label={t.only(label)}>
            {t.onlyShort}
          </a>
        )}
      </td>
      <td class="n">
        <a href={rowsOf(mark)}>{count(row.transfers)}</a>
      </td>
      <td class="n">
        {isCompared && row.previous && <Change now={row.transfers} then={row.previous.transfers} />}
      </td>
      <td>
        <OutcomeBar row={row} of={of} mark={mark} whose={label} />
      </td>
      <td class="n">{share(row.answered, row.transfers)}</td>
      <td class="n">
        {notTaken(row) > 0 ? (
          <a href={rowsOf({ ...mark, outcome: NOT_TAKEN_OUTCOMES.join(' ') })}>{count(notTaken(row))}</a>
        ) : (
          '0'
        )}
      </td>
      <td class="n">{duration(row.medianSecondsToAnswer)}</td>
    </tr>
  );
}
