import { createHash } from 'node:crypto';
import { dimensionOf } from '../dimensions/dimensions.js';
import { FIGURE_NAMES, titleOf } from '../figures.js';
import { chartOf } from './chart.js';
import { html, Html } from './html.js';
import type { Report, ReportRow } from '../report.js';
import { nameOf } from './row-name.js';
import { ATTRIBUTION, BESIDE, NO_ROWS, WHOLE } from './words.js';

const STYLE = `
:root { color-scheme: light; }
body { font: 14px/1.45 system-ui, sans-serif; color: #1f2933; background: #fff; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; } .note { color: #52606d; }
svg, img { display: block; max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 12px; }
th, td { padding: 3px 6px; text-align: right; border-bottom: 1px solid #d5d9de; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 2px solid #52606d; vertical-align: bottom; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } svg, img, tr { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

/** Nothing may run, load or be sent: the one style is known by its digest. */
export const PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** How a picture is put on the page: drawn into it, or shown from another place. */
export type Picture = (report: Report) => Html;

const drawn: Picture = (report) => chartOf(report)?.svg ?? html``;

/** One page that can be printed: the totals once, then each report as a picture and a table. All are of one period and filter. */
export function reportPage(reports: Report[], about: string, picture: Picture = drawn): string {
  const [{ from, to, tz, totals, note, compare }] = reports as [Report];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Transfers ${day(from)} – ${day(to)}</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <h1>Transfers</h1>
        <p>${moment(from)} to ${moment(to)}, ${tz}${about && ` · ${about}`}</p>
        ${totalsTable(totals, compare?.totals)}
        <p class="note">${ATTRIBUTION(totals.certain, totals.inferred, totals.unattributed)} ${note}</p>
        ${reports.map(
          (report) =>
            html`<h2>${dimensionOf(report.by).title}</h2>
              ${totals.transfers ? picture(report) : html`<p>${NO_ROWS}</p>`} ${rowsTable(report)}`,
        )}
      </body>
    </html> `;
  return page.text;
}

function totalsTable(totals: Report['totals'], before: Report['totals'] | undefined): Html {
  const line = (name: string, figures: Report['totals']) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${FIGURE_NAMES.map((figure) => html`<td>${figures[figure] ?? '–'}</td>`)}
    </tr>`;
  return html`<table>
    <thead>
      <tr>
        <th></th>
        ${FIGURE_NAMES.map((figure) => heading(titleOf(figure)))}
      </tr>
    </thead>
    <tbody>
      ${line(WHOLE, totals)}${before ? line(BESIDE.previous, before) : html``}
    </tbody>
  </table>`;
}

function rowsTable({ by, rows, names, compare }: Report): Html {
  const shown = rows.filter((row) => row.transfers > 0 || row.previous?.transfers);
  if (shown.length === 0) return html``;
  const more = Object.entries(dimensionOf(by).extra ?? {});
  const beside = compare ? (['previous', 'change'] as const) : [];
  const line = (row: ReportRow) =>
    html`<tr>
      <th scope="row">${nameOf(row, by, names)}</th>
      ${FIGURE_NAMES.map((name) => html`<td>${row[name] ?? '–'}</td>`)}${more.map(([name, { text }]) => html`<td>${text(Number(row[name]))}</td>`)}${beside.map((name) => html`<td>${signed(row[name]!.transfers, name === 'change')}</td>`)}
    </tr> `;
  return html`<table>
    <thead>
      <tr>
        <th></th>
        ${[...FIGURE_NAMES.map(titleOf), ...more.map(([, { title }]) => title), ...beside.map((name) => BESIDE[name])].map(heading)}
      </tr>
    </thead>
    <tbody>
      ${shown.map(line)}
    </tbody>
  </table>`;
}

const heading = (title: string) => html`<th scope="col">${title}</th>`;
const signed = (value: number, sign: boolean) => (sign && value > 0 ? `+${value}` : String(value));
const day = (moment: string) => moment.slice(0, 10);
const moment = (written: string) => written.slice(0, 16).replace('T', ' ');
