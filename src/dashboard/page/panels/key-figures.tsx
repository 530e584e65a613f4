import { OUTCOME_ORDER, type ReportAnswer, type ReportRowAnswer } from '../state/answers.js';
import { count, date, share, signed } from '../format.js';
import { OutcomeMark } from '../parts/outcomes.js';
import { OutcomeBar } from '../charts/outcome-bar.js';
import { before } from '../state/period.js';
import { texts } from '../texts.js';
import { isRunning, rowsOf, type View } from '../state/view.js';
import { Sureness } from './sureness.js';

/** How many, how they ended, and how that compares with the days before. */
export function KeyFigures({ report, view }: { report: ReportAnswer<ReportRowAnswer>; view: View }) {
  const { totals } = report;
  // There is no comparison with a period without any transfer: most likely the program did not run yet.
  const then = report.compare && report.compare.totals.transfers > 0 ? report.compare.totals : undefined;
  return (
    <section class="figures" aria-labelledby="figures-title">
      <h2 id="figures-title" class="unseen">
        {texts.figures.title}
      </h2>
      <div class="headline">
        <a href={rowsOf({})} class="big">
          <b>{count(totals.transfers)}</b> {texts.figures.transfers(totals.transfers)}
        </a>{' '}
        <span>{texts.figures.of(totals.calls)}</span>
        {then && <Change now={totals.transfers} then={then.transfers} />}
        <span class="against">{then ? against(view) : texts.figures.nothingThen(daysBefore(view))}</span>
      </div>
      {totals.transfers > 0 && (
        <OutcomeBar row={totals} of={totals.transfers} mark={{}} whose={texts.figures.bar} />
      )}
      <ul class="tiles">
        {OUTCOME_ORDER.map((outcome) => (
          <li key={outcome} class={outcome}>
            <a href={rowsOf({ outcome })} title={texts.outcomeMeans[outcome]}>
              <span class="word">
                <OutcomeMark of={outcome} /> {texts.outcome[outcome]}
              </span>
              <b>{count(totals[outcome])}</b>{' '}
              <span class="share">{share(totals[outcome], totals.transfers)}</span>
            </a>
            {then && <Change now={totals[outcome]} then={then[outcome]} />}
          </li>
        ))}
      </ul>
      <Sureness totals={totals} />
    </section>
  );
}

export function Change({ now, then }: { now: number; then: number }) {
  const way = now > then ? texts.figures.more : now < then ? texts.figures.fewer : '';
  return (
    <span class="change" title={`${signed(now - then)} ${way}`}>
      {signed(now - then)}
    </span>
  );
}

const against = (view: View) =>
  texts.figures.against(daysBefore(view)) + (isRunning(view) ? texts.figures.byNow : '');

/** What the view is held against, in words. */
export function daysBefore(view: View): string {
  const { from, to } = before(view.dates, view.period);
  return texts.figures.days(date(from), date(to));
}
