import type { SendMailOptions } from 'nodemailer';
import { dimensionOf } from '../dimensions/dimensions.js';
import { chartOf } from './chart.js';
import { html } from './html.js';
import { pictureOf } from './picture.js';
import { reportCsv } from './report-csv.js';
import { reportPage } from './report-page.js';
import type { Report } from '../report.js';
import { ATTRIBUTION, SUBJECT } from './words.js';

/** The reports of one period as a mail: the printable page with its pictures inline, and a CSV of each attached. */
export function mailOf(
  reports: Report[],
): Pick<SendMailOptions, 'subject' | 'text' | 'html' | 'attachments'> {
  const [{ from, to, tz, totals, note }] = reports as [Report];
  const pictures = reports.flatMap((report) => {
    const chart = chartOf(report);
    return chart ? [{ by: report.by, chart }] : [];
  });
  const page = reportPage(reports, '', ({ by }) => {
    const picture = pictures.find((one) => one.by === by);
    return picture
      ? html`<img
          src="cid:${by}"
          width="${picture.chart.width}"
          height="${picture.chart.height}"
          alt="${dimensionOf(by).title}"
        />`
      : html``;
  });
  const { certain, inferred, unattributed } = totals;
  return {
    subject: SUBJECT(from, to, totals),
    text: `${SUBJECT(from, to, totals)} (${tz}). ${ATTRIBUTION(certain, inferred, unattributed)} ${note}\n`,
    html: page,
    attachments: [
      ...pictures.map(({ by, chart }) => ({
        cid: by,
        filename: `${by}.png`,
        content: pictureOf(chart),
        contentType: 'image/png',
        contentDisposition: 'inline' as const,
      })),
      ...reports.map((report) => ({
        filename: `transfers-by-${report.by}-${from.slice(0, 10)}.csv`,
        content: reportCsv(report, ','),
        contentType: 'text/csv; charset=utf-8',
      })),
    ],
  };
}
