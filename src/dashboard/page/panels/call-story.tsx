import type { CallStoryAnswer as Story, TransferAnswer } from '../state/answers.js';
import { clockSeconds, duration, moment } from '../format.js';
import { useLabel } from '../parts/names.js';
import { Content } from '../parts/panel.js';
import { texts } from '../texts.js';
import { OutcomeWord } from '../parts/outcomes.js';
import { Party, TransferorCell } from '../parts/transfer-rows.js';
import { useAnswer } from '../state/use-answer.js';
import { href, type View } from '../state/view.js';
import { StoryDrawing } from '../charts/story-drawing.js';

const t = texts.story;

/** One call from its beginning to its end: drawn, in sentences, and what the PBX sent. */
export function CallStoryPanel({ call, view, round }: { call: string; view: View; round: number }) {
  const answer = useAnswer<Story>(`/calls/${encodeURIComponent(call)}`, round);
  return (
    <>
      {view.rows && (
        <p>
          <a href={href({ call: null })}>← {t.back}</a>
        </p>
      )}
      <Content answer={answer}>
        {({ data }) =>
          data.map((entry) => (
            <article key={entry.sn} class="story">
              {entry.sn && <p class="hint">{t.of(entry.sn)}</p>}
              <StoryDrawing transfers={entry.transfers} zone={view.zone} />
              <Sentences transfers={entry.transfers} zone={view.zone} />
              <details>
                <summary>{t.events(entry.events.length)}</summary>
                <ol class="events">
                  {entry.events.map((event, at) => (
                    <li key={at}>
                      <time dateTime={event.receivedAt}>{clockSeconds(event.receivedAt, view.zone)}</time>{' '}
                      {event.event}
                    </li>
                  ))}
                </ol>
              </details>
            </article>
          ))
        }
      </Content>
    </>
  );
}

function Sentences({ transfers, zone }: { transfers: TransferAnswer[]; zone: string }) {
  const label = useLabel();
  const began = transfers[0]?.callStartedAt;
  return (
    <ol class="sentences">
      {began && (
        <li>
          <time dateTime={began}>{moment(began, zone)}</time> {t.began}
        </li>
      )}
      {transfers.map((transfer) => (
        <li key={transfer.id}>
          <time dateTime={transfer.receivedAt}>{moment(transfer.receivedAt, zone)}</time>{' '}
          <span>
            <TransferorCell of={transfer} /> {t.transferred} <Party of={transfer.transferee} /> {t.to}{' '}
            <b>{label(transfer.target?.number ?? null)}</b>
          </span>
          <p>
            <OutcomeWord of={transfer.outcome} />
            {transfer.answeredAt && ` ${clockSeconds(transfer.answeredAt, zone)}`}
            {transfer.talkSeconds !== null && ` ${t.talked(duration(transfer.talkSeconds))}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
