import { scaleLinear } from 'd3-scale';
import { html, type Html } from './html.js';
import { isTime } from '../dimensions/dimension.js';
import { type By, dimensionOf } from '../dimensions/dimensions.js';
import { WEEKDAYS } from '../dimensions/time/weekday-hour.js';
import { OUTCOME_NAMES } from '../figures.js';
import type { Report, ReportRow } from '../report.js';
import { nameOf } from './row-name.js';
import { COLOURS } from './colours.js';

type Names = Report['names'];
const WIDTH = 960;
const MOST_COLUMNS = 750;
const MOST_BARS = 25;

export interface Chart {
  svg: Html;
  width: number;
  height: number;
}

/** The picture of a report as SVG; null where there is nothing to draw, or more than the eye can separate. */
export function chartOf(report: Report): Chart | null {
  const { by, rows, totals, names } = report;
  if (totals.transfers === 0) return null;
  const dimension = dimensionOf(by);
  if (isTime(dimension)) {
    if (dimension.chart === 'week') return heatMap(by, rows);
    return rows.length > MOST_COLUMNS ? null : columns(by, rows, names);
  }
  return bars(by, rows.filter(({ transfers }) => transfers > 0).slice(0, MOST_BARS), names);
}

/** Upright bars along the time, stacked by outcome. */
function columns(by: By, rows: ReportRow[], names: Names): Chart {
  const [left, top, bottom, height] = [44, 34, 26, 260];
  const scale = scaleFor(Math.max(...rows.map(({ transfers }) => transfers)));
  const y = (value: number) => height - bottom - (value / scale.most) * (height - top - bottom);
  const step = (WIDTH - left - 8) / rows.length;
  const every = Math.ceil(rows.length / 12);
  return drawing(by, height, [
    ...scale.ticks.map(
      (tick) =>
        html`<line x1="${left}" x2="${WIDTH - 8}" y1="${y(tick)}" y2="${y(tick)}" stroke="#d5d9de" />
          <text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
    ),
    ...rows.flatMap((row, n) => {
      let under = 0;
      return OUTCOME_NAMES.filter((outcome) => row[outcome] > 0).map((outcome) => {
        under += row[outcome];
        return html`<rect
          x="${fine(left + n * step)}"
          y="${fine(y(under))}"
          width="${fine(Math.max(step - (step > 4 ? 1.5 : 0), 0.6))}"
          height="${fine(y(0) - y(row[outcome]))}"
          fill="${COLOURS[outcome]}"
        />`;
      });
    }),
    ...rows
      .filter((_, n) => n % every === 0)
      .map(
        (row, n) =>
          html`<text x="${fine(left + (n * every + 0.5) * step)}" y="${height - 8}" text-anchor="middle"
            >${nameOf(row, by, names)}</text
          >`,
      ),
  ]);
}

/** Lying bars, the longest on top, stacked by outcome. */
function bars(by: By, rows: ReportRow[], names: Names): Chart {
  const [left, top, line] = [240, 34, 20];
  const most = Math.max(...rows.map(({ transfers }) => transfers));
  const x = (value: number) => (value / most) * (WIDTH - left - 60);
  return drawing(
    by,
    top + rows.length * line + 6,
    rows.flatMap((row, n) => {
      const y = top + n * line;
      let before = 0;
      return [
        html`<text x="${left - 8}" y="${y + 13}" text-anchor="end"
          >${nameOf(row, by, names).slice(0, 36)}</text
        >`,
        ...OUTCOME_NAMES.filter((outcome) => row[outcome] > 0).map((outcome) => {
          const start = before;
          before += row[outcome];
          return html`<rect
            x="${fine(left + x(start))}"
            y="${y + 2}"
            width="${fine(x(row[outcome]))}"
            height="${line - 5}"
            fill="${COLOURS[outcome]}"
          />`;
        }),
        html`<text x="${fine(left + x(row.transfers) + 6)}" y="${y + 13}">${row.transfers}</text>`,
      ];
    }),
  );
}

/** The hours of a week; the darker, the more. */
function heatMap(by: By, rows: ReportRow[]): Chart {
  const [left, top, line] = [44, 22, 24];
  const step = (WIDTH - left - 8) / 24;
  const most = Math.max(...rows.map(({ transfers }) => transfers));
  const cells = rows.map((row) => {
    const [x, y] = [left + Number(row['hour']) * step, top + (Number(row['weekday']) - 1) * line];
    const strength = row.transfers / most;
    const ink = strength > 0.55 ? '#ffffff' : '#1f2933';
    return html`<rect
        x="${fine(x)}"
        y="${y}"
        width="${fine(step - 2)}"
        height="${line - 2}"
        fill="#0b5cad"
        fill-opacity="${fine(0.05 + strength * 0.95)}"
      />
      <text x="${fine(x + step / 2 - 1)}" y="${y + 15}" text-anchor="middle" fill="${ink}"
        >${row.transfers || ''}</text
      >`;
  });
  const hours = Array.from(
    { length: 24 },
    (_, hour) =>
      html`<text x="${fine(left + (hour + 0.5) * step - 1)}" y="14" text-anchor="middle">${hour}</text>`,
  );
  const days = WEEKDAYS.map(
    (day, n) => html`<text x="${left - 6}" y="${top + n * line + 16}" text-anchor="end">${day}</text>`,
  );
  return drawing(by, top + 7 * line + 4, [...cells, ...hours, ...days], false);
}

function drawing(by: By, height: number, shapes: Html[], legend = true): Chart {
  const keys = OUTCOME_NAMES.map(
    (outcome, n) =>
      html`<rect x="${44 + n * 120}" y="8" width="12" height="12" fill="${COLOURS[outcome]}" />
        <text x="${61 + n * 120}" y="18">${outcome}</text>`,
  );
  const svg = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${height}"
    width="${WIDTH}"
    height="${height}"
    role="img"
    aria-label="${dimensionOf(by).title}"
    font-family="DejaVu Sans, system-ui, sans-serif"
    font-size="11"
    fill="#1f2933"
  >
    ${legend ? keys : []}${shapes}
  </svg>`;
  return { svg, width: WIDTH, height };
}

/** Round steps, some five of them, and no halves of a transfer. */
function scaleFor(most: number): { most: number; ticks: number[] } {
  const scale = scaleLinear([0, most], [0, 1]).nice(5);
  return { most: scale.domain()[1]!, ticks: scale.ticks(5).filter(Number.isInteger) };
}

const fine = (value: number) => Math.round(value * 100) / 100;
