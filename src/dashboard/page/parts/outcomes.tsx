import type { OutcomeName } from '../state/answers.js';
import { texts } from '../texts.js';

/** Every outcome has a colour (look.css, `--answered` …), a shape and a word: the same in all charts, for every eye. */
const SHAPES: Record<OutcomeName, string> = {
  answered: 'M2 6.5 5 9.5 10 3',
  unanswered: 'M6 2a4 4 0 1 0 .01 0',
  failed: 'M3 3 9 9M9 3 3 9',
  returned: 'M4.5 2 2 4.5 4.5 7M2 4.5H7a2.5 2.5 0 0 1 0 5H5',
  abandoned: 'M2 6H10M7 3 10 6 7 9M10 2V10',
  unknown: 'M4 4.2a2 2 0 1 1 3 1.7C6.3 6.3 6 6.7 6 7.4M6 9.6V9.7',
};

export function OutcomeMark({ of }: { of: OutcomeName }) {
  return (
    <svg class={`mark ${of}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[of]} />
    </svg>
  );
}

export function OutcomeWord({ of }: { of: OutcomeName }) {
  return (
    <span class={`outcome ${of}`}>
      <OutcomeMark of={of} />
      {texts.outcome[of]}
    </span>
  );
}
