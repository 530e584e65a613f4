import { useMemo } from 'preact/hooks';
import type {
  BucketRow,
  CallerRow,
  ChainRow,
  ExtRow,
  PairRow,
  ReportAnswer,
  ReportRowAnswer,
  TargetRow,
  WeekRow,
} from '../state/answers.js';
import { Content } from '../parts/panel.js';
import { FailedReturned } from './failed-returned.js';
import { HoursOfWeek } from '../charts/hours-of-week.js';
import { daysBefore, KeyFigures } from './key-figures.js';
import { Live } from './live.js';
import { NobodyPicksUp } from './nobody-picks-up.js';
import { OverTime } from '../charts/over-time.js';
import { PassedOn } from './passed-on.js';
import { PerExtension } from './per-extension.js';
import { SameCaller } from './same-caller.js';
import { WhoToWhom } from '../charts/who-to-whom.js';
import { type ApiAnswer, useAnswer } from '../state/use-answer.js';
import type { useLive } from '../state/use-live.js';
import { comparedWith, reportPath, type View } from '../state/view.js';

/** The questions, in the order in which supervisors ask them. */
export function ReportPanels({ view, live }: { view: View; live: ReturnType<typeof useLive> }) {
  // One instant per round, so that the same question is not asked again at every drawing.
  const byNow = useMemo(
    () => comparedWith(view, new Date()),
    [view.zone, view.dates.from, view.dates.to, live.round],
  );
  const useReport = <R extends ReportRowAnswer>(
    by: string,
    more: Record<string, string> = {},
  ): ApiAnswer<ReportAnswer<R>> => useAnswer<ReportAnswer<R>>(reportPath(view, by, more), live.round);
  const csv = (by: string) => reportPath(view, by, {}, '.csv');

  const perExt = useReport<ExtRow>('ext', { compare: byNow });
  const pairs = useReport<PairRow>('pair');
  const overTime = useReport<BucketRow>(view.each, { compare: comparedWith(view) });
  const targets = useReport<TargetRow>('target');
  const week = useReport<WeekRow>('weekday-hour');
  const chain = useReport<ChainRow>('chain');
  const callers = useReport<CallerRow>('caller');
  return (
    <>
      <Content answer={perExt}>{(report) => <KeyFigures report={report} view={view} />}</Content>
      <WhoToWhom answer={pairs} csv={csv('pair')} />
      <Live list={live.list} state={live.state} view={view} />
      <NobodyPicksUp answer={targets} csv={csv('target')} />
      <FailedReturned answer={pairs} csv={csv('pair')} />
      <OverTime answer={overTime} view={view} csv={csv(view.each)} then={daysBefore(view)} />
      <HoursOfWeek answer={week} csv={csv('weekday-hour')} />
      <PerExtension answer={perExt} view={view} csv={csv('ext')} />
      <PassedOn answer={chain} csv={csv('chain')} />
      <SameCaller answer={callers} csv={csv('caller')} />
    </>
  );
}
