import type { ComponentChildren } from 'preact';
import type { ApiAnswer } from '../state/use-answer.js';
import { texts } from '../texts.js';

interface Props<T> {
  id: string;
  title: string;
  hint?: string | undefined;
  answer: ApiAnswer<T>;
  /** The same figures as CSV. */
  csv?: string;
  /** Beside the title. */
  beside?: ComponentChildren;
  children(data: T): ComponentChildren;
}

/** One question and its answer. Where the API refuses, its sentence stands here and the rest of the page goes on. */
export function Panel<T>({ id, title, hint, answer, csv, beside, children }: Props<T>) {
  return (
    <section class={`panel ${id}`} id={id} aria-labelledby={`${id}-title`} aria-busy={answer.outdated}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {beside}
        {csv && (
          <a class="quiet" href={csv} download aria-label={texts.csvOf(title)}>
            {texts.csv}
          </a>
        )}
      </header>
      {hint && <p class="hint">{hint}</p>}
      <Content answer={answer}>{children}</Content>
    </section>
  );
}

export function Content<T>({ answer, children }: Pick<Props<T>, 'answer' | 'children'>) {
  if (answer.refusal && (answer.refusal.status !== 0 || !answer.data))
    return <p class="refusal">{texts.refused(answer.refusal.message)}</p>;
  if (!answer.data) return <p class="waiting">{texts.loading}</p>;
  return <>{children(answer.data)}</>;
}

/** The figures of a chart, for those who read rather than look. */
export function AsTable({ children }: { children: ComponentChildren }) {
  return (
    <details class="as-table">
      <summary>{texts.asTable}</summary>
      <div class="scroll">
        <table>{children}</table>
      </div>
    </details>
  );
}
