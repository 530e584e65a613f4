import type { ReportAnswer, WeekRow } from '../state/answers.js';
import { count } from '../format.js';
import { MarkLink, Marks } from './marks.js';
import { AsTable, Panel } from '../parts/panel.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { useWidth } from '../state/use-width.js';
import { rowsOf } from '../state/view.js';

const ROW = 26;
const LEFT = 36;
const TOP = 18;
const t = texts.week;

const two = (n: number) => String(n).padStart(2, '0');
const hours = (hour: number) => `${two(hour)}:00-${two(hour + 1)}:00`;
const mark = (row: WeekRow) => ({ weekdays: String(row.weekday), hours: hours(row.hour) });

/** When in the week calls are transferred. */
export function HoursOfWeek({ answer, csv }: { answer: ApiAnswer<ReportAnswer<WeekRow>>; csv: string }) {
  return (
    <Panel id="week" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows }) => (
        <>
          <HeatMap rows={rows} />
          <WeekTable rows={rows} />
        </>
      )}
    </Panel>
  );
}

function HeatMap({ rows }: { rows: WeekRow[] }) {
  const [ref, width] = useWidth();
  const cell = (width - LEFT) / 24;
  const most = Math.max(1, ...rows.map((row) => row.transfers));
  const every = cell < 22 ? 6 : 3;
  return (
    <div ref={ref}>
      <Marks label={t.title} width={width} height={TOP + 7 * ROW}>
        {t.weekdays.map((name, at) => (
          <text key={name} class="axis" x={0} y={TOP + at * ROW + ROW / 2} dy="0.35em">
            {name}
          </text>
        ))}
        {Array.from({ length: 24 / every }, (_, at) => (
          <text key={at} class="axis" x={LEFT + at * every * cell} y={11}>
            {two(at * every)}
          </text>
        ))}
        {rows.map((row) => (
          <MarkLink
            key={`${row.weekday}-${row.hour}`}
            to={rowsOf(mark(row))}
            says={`${t.weekdays[row.weekday - 1]} ${hours(row.hour)}: ${texts.transfers(row.transfers)}`}
          >
            <rect
              class={row.transfers > 0 ? 'cell' : 'cell none'}
              x={LEFT + row.hour * cell + 1}
              y={TOP + (row.weekday - 1) * ROW + 1}
              width={cell - 2}
              height={ROW - 2}
              rx="3"
              // A square root, so that quiet hours differ from empty ones.
              fill-opacity={row.transfers > 0 ? 0.12 + 0.88 * Math.sqrt(row.transfers / most) : 1}
            />
          </MarkLink>
        ))}
      </Marks>
    </div>
  );
}

function WeekTable({ rows }: { rows: WeekRow[] }) {
  const at = (weekday: number, hour: number) =>
    rows.find((row) => row.weekday === weekday && row.hour === hour);
  return (
    <AsTable>
      <thead>
        <tr>
          <th>{t.hour}</th>
          {t.weekdays.map((name) => (
            <th key={name} class="n">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: 24 }, (_, hour) => (
          <tr key={hour}>
            <td>{hours(hour)}</td>
            {t.weekdays.map((name, day) => {
              const row = at(day + 1, hour);
              return (
                <td key={name} class="n">
                  {row && row.transfers > 0 ? <a href={rowsOf(mark(row))}>{count(row.transfers)}</a> : '0'}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </AsTable>
  );
}
