import { type FigureAnswer, OUTCOME_ORDER } from '../state/answers.js';
import { count } from '../format.js';
import { useArrowKeys } from '../state/arrow-keys.js';
import { texts } from '../texts.js';
import { rowsOf } from '../state/view.js';

interface Props {
  row: FigureAnswer;
  /** What the full width stands for. */
  of: number;
  mark: Record<string, string>;
  whose: string;
}

/** How many of a row's transfers ended how, as lengths. Each piece leads to its rows. */
export function OutcomeBar({ row, of, mark, whose }: Props) {
  return (
    <span class="bar" role="group" aria-label={whose} {...useArrowKeys<HTMLSpanElement>()}>
      {OUTCOME_ORDER.filter((outcome) => row[outcome] > 0).map((outcome) => {
        const says = `${whose}: ${count(row[outcome])} ${texts.outcome[outcome]}`;
        const width = `${(100 * row[outcome]) / of}%`;
        return (
          <a
            key={outcome}
            class={outcome}
            href={rowsOf({ ...mark, outcome })}
            style={{ width }}
            aria-label={says}
            title={says}
            tabindex={-1}
          />
        );
      })}
    </span>
  );
}
