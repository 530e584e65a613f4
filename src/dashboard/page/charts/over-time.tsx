import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type BucketRow, OUTCOME_ORDER, type ReportAnswer } from '../state/answers.js';
import { clock, count, day } from '../format.js';
import { MarkLink, Marks } from './marks.js';
import { AsTable, Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { useWidth } from '../state/use-width.js';
import { href, rowsOf, type View } from '../state/view.js';

const HEIGHT = 220;
const MARGIN = { left: 34, right: 8, top: 12, bottom: 24 };
const t = texts.overTime;

interface Props {
  answer: ApiAnswer<ReportAnswer<BucketRow>>;
  view: View;
  csv: string;
  /** What the line is, in words. */
  then: string;
}

/** Each hour or day, stacked by outcome, with the days before as a line over it. */
export function OverTime({ answer, view, csv, then }: Props) {
  const each = (
    <span class="switch" role="group" aria-label={t.each}>
      {(['hour', 'day'] as const).map((unit) => (
        <a key={unit} href={href({ each: unit })} aria-current={view.each === unit ? 'true' : undefined}>
          {t[unit]}
        </a>
      ))}
    </span>
  );
  return (
    <Panel
      id="time"
      title={t.title[view.each]}
      hint={answer.data?.compare?.totals.transfers ? t.hint(then) : undefined}
      answer={answer}
      csv={csv}
      beside={each}
    >
      {(report) => (
        <>
          <Columns report={report} view={view} />
          <BucketTable report={report} view={view} />
        </>
      )}
    </Panel>
  );
}

/** The rows of a bucket: from its start to the next one's, whatever the clocks did in between. */
const bucketMark = ({ rows, to }: ReportAnswer<BucketRow>, at: number) => ({
  from: rows[at]!.start,
  to: rows[at + 1]?.start ?? to,
});

const name = (view: View, start: string) =>
  view.each === 'day' ? day(start, view.zone) : `${day(start, view.zone)}, ${clock(start, view.zone)}`;

function Columns({ report, view }: { report: ReportAnswer<BucketRow>; view: View }) {
  const { rows } = report;
  const [ref, width] = useWidth();
  const step = (width - MARGIN.left - MARGIN.right) / Math.max(1, rows.length);
  const most = Math.max(4, ...rows.map((row) => Math.max(row.transfers, row.previous?.transfers ?? 0)));
  const y = scaleLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = (at: number) => MARGIN.left + at * step;
  const before = line<BucketRow>(
    (_, at) => x(at) + step / 2,
    (row) => y(row.previous?.transfers ?? 0),
  );
  const ticks = y.ticks(4).filter(Number.isInteger);
  const label = labelled(rows, view, width);
  return (
    <div ref={ref}>
      <Marks label={t.title[view.each]} width={width} height={HEIGHT}>
        {ticks.map((tick) => (
          <g key={tick} class="tick">
            <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text x={MARGIN.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">
              {count(tick)}
            </text>
          </g>
        ))}
        {rows.map((row, at) => (
          <MarkLink
            key={row.start}
            to={rowsOf(bucketMark(report, at))}
            says={`${name(view, row.start)}: ${texts.transfers(row.transfers)}${row.previous ? `, ${t.earlier.toLowerCase()} ${count(row.previous.transfers)}` : ''}`}
          >
            <rect
              class="hit"
              x={x(at)}
              y={MARGIN.top}
              width={step}
              height={HEIGHT - MARGIN.top - MARGIN.bottom}
            />
            <Column row={row} x={x(at)} step={step} y={y} />
          </MarkLink>
        ))}
        {report.compare && report.compare.totals.transfers > 0 && (
          <path class="then" d={before(rows) ?? ''} />
        )}
        {rows.map((row, at) =>
          label(at) ? (
            <text key={row.start} class="axis" x={x(at) + step / 2} y={HEIGHT - 6} text-anchor="middle">
              {label(at)}
            </text>
          ) : null,
        )}
      </Marks>
    </div>
  );
}

function Column({ row, x, step, y }: { row: BucketRow; x: number; step: number; y(value: number): number }) {
  let below = 0;
  const gap = Math.min(4, step * 0.15);
  return (
    <>
      {OUTCOME_ORDER.map((outcome) => {
        const bottom = y(below);
        below += row[outcome];
        const height = bottom - y(below);
        return height > 0 ? (
          <rect
            key={outcome}
            class={`fill ${outcome}`}
            x={x + gap}
            y={y(below)}
            width={Math.max(1, step - 2 * gap)}
            height={height}
          />
        ) : null;
      })}
    </>
  );
}

/** As many labels as there is room for: hours of one day, else days. */
function labelled(rows: BucketRow[], view: View, width: number): (at: number) => string {
  const room = Math.max(1, Math.floor(width / 76));
  if (view.each === 'hour' && rows.length <= 26) {
    const every = Math.ceil(rows.length / Math.max(2, Math.floor(width / 48)));
    return (at) => (at % every === 0 ? clock(rows[at]!.start, view.zone) : '');
  }
  const starts = rows
    .map((row, at) => at)
    .filter((at) => at === 0 || day(rows[at]!.start, view.zone) !== day(rows[at - 1]!.start, view.zone));
  const every = Math.ceil(starts.length / room);
  const shown = new Set(starts.filter((_, at) => at % every === 0));
  return (at) => (shown.has(at) ? day(rows[at]!.start, view.zone) : '');
}

function BucketTable({ report, view }: { report: ReportAnswer<BucketRow>; view: View }) {
  return (
    <AsTable>
      <thead>
        <tr>
          <th>{t.start}</th>
          <th class="n">{texts.perExt.transfers}</th>
          <th class="n">{t.earlier}</th>
          {OUTCOME_ORDER.map((outcome) => (
            <th key={outcome} class="n">
              {texts.outcome[outcome]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.rows.map((row, at) => (
          <tr key={row.start}>
            <td>{name(view, row.start)}</td>
            <td class="n">
              <a href={rowsOf(bucketMark(report, at))}>{count(row.transfers)}</a>
            </td>
            <td class="n">{row.previous ? count(row.previous.transfers) : ''}</td>
            {OUTCOME_ORDER.map((outcome) => (
              <td key={outcome} class="n">
                {count(row[outcome])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </AsTable>
  );
}
