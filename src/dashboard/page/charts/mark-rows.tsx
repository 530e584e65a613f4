import { useEffect, useState } from 'preact/hooks';
import type { Page, TransferAnswer } from '../state/answers.js';
import { ApiRefusal } from '../state/api.js';
import { moment } from '../format.js';
import { useLabel } from '../parts/names.js';
import { nextRows, questionOf } from '../state/mark-query.js';
import { texts } from '../texts.js';
import { TransferRows } from '../parts/transfer-rows.js';
import type { View } from '../state/view.js';

const t = texts.rows;

/** The transfers behind one mark: as many as the mark says. */
export function MarkRows({ view, mark }: { view: View; mark: URLSearchParams }) {
  const question = questionOf(view, mark);
  const key = `${question.query}|${mark}`;
  const [shown, setShown] = useState<Page<TransferAnswer> & { key: string }>({
    key: '',
    data: [],
    next: null,
  });
  const [refusal, setRefusal] = useState('');
  const load = async (cursor: string | null, signal: AbortSignal) => {
    try {
      const page = await nextRows(question, cursor, signal);
      setRefusal('');
      setShown((last) =>
        cursor ? { ...last, ...page, data: [...last.data, ...page.data] } : { ...page, key },
      );
    } catch (error) {
      if (error instanceof ApiRefusal) setRefusal(error.message);
    }
  };
  useEffect(() => {
    const stop = new AbortController();
    void load(null, stop.signal);
    return () => stop.abort();
  }, [key]);

  if (refusal) return <p class="refusal">{texts.refused(refusal)}</p>;
  if (shown.key !== key) return <p class="waiting">{texts.loading}</p>;
  const { data, next } = shown;
  const total = shown.total ?? (next ? undefined : data.length);
  return (
    <>
      <p class="summary">
        <b class="total">{t.shown(data.length, total)}</b>{' '}
        <a class="quiet" href={`/transfers.csv?${question.query}`} download>
          {question.isExact ? t.csv : t.wider}
        </a>
      </p>
      {data.length > 0 ? <TransferRows rows={data} view={view} /> : <p>{texts.nothing}</p>}
      {next && (
        <button type="button" onClick={() => void load(next, new AbortController().signal)}>
          {t.more}
        </button>
      )}
    </>
  );
}

/** The mark in words, as the drawer's title. */
export function useMarkTitle(view: View, mark: URLSearchParams): string {
  const label = useLabel();
  const said = [...mark].map(([name, value]) => {
    const describe = t.described[name] ?? ((text: string) => text);
    if (name === 'transferor' || name === 'target') return describe(label(value === 'none' ? null : value));
    if (name === 'outcome')
      return value
        .split(' ')
        .map((one) => texts.outcome[one as 'answered'] ?? one)
        .join(', ');
    if (name === 'weekdays') return describe(texts.week.weekdays[Number(value) - 1] ?? value);
    if (name === 'from' || name === 'to') return describe(moment(value, view.zone));
    return describe(value);
  });
  return [t.title, ...said].join(' ');
}
