import type { TransferAnswer } from '../state/answers.js';
import { clockSeconds, day, duration } from '../format.js';
import { Ext } from './names.js';
import { OutcomeWord } from './outcomes.js';
import { texts } from '../texts.js';
import { href, type View } from '../state/view.js';

const t = texts.row;

/** Transfers, one a line; each leads to its call's story. */
export function TransferRows({ rows, view }: { rows: TransferAnswer[]; view: View }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th>{t.time}</th>
          <th>{t.from}</th>
          <th>{t.caller}</th>
          <th>{t.to}</th>
          <th>{t.outcome}</th>
          <th class="n">{t.talk}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.id} row={row} view={view} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ row, view }: { row: TransferAnswer; view: View }) {
  const at = clockSeconds(row.receivedAt, view.zone);
  const on = view.dates.from === view.dates.to ? '' : `${day(row.receivedAt, view.zone)} `;
  const story = href({ call: row.callid });
  return (
    <tr>
      <td class="at">
        <a href={story} aria-label={t.storyOf(on + at, row.transferor.ext ?? texts.unknown)}>
          {on && <span class="day">{on}</span>}
          {at}
        </a>
        {row.hop > 1 && <span class="hop">{t.hop(row.hop)}</span>}
      </td>
      <td data-of={t.from}>
        <TransferorCell of={row} />
      </td>
      <td data-of={t.caller}>
        <Party of={row.transferee} />
      </td>
      <td data-of={t.to}>
        <Ext number={row.target?.number ?? null} />
        {row.target?.answeredBy && row.target.answeredBy !== row.target.number && (
          <span class="by">
            {' '}
            → <Ext number={row.target.answeredBy} />
          </span>
        )}
      </td>
      <td data-of={t.outcome}>
        <OutcomeWord of={row.outcome} />
      </td>
      <td class="n" data-of={t.talk}>
        {duration(row.talkSeconds)}
      </td>
    </tr>
  );
}

/** An inference is never shown as a fact: it is dotted, says so, and says why. */
export function TransferorCell({ of: { transferor } }: { of: TransferAnswer }) {
  const { ext, basis } = transferor;
  const guessed = ['member-order', 'called-extension', 'call-record'].includes(basis);
  const why = texts.basis[basis] ?? basis;
  if (!guessed)
    return (
      <span title={why}>
        <Ext number={ext} />
      </span>
    );
  return (
    <span class="guess" title={why} tabindex={0}>
      <Ext number={ext} /> <small>{texts.inferred}</small>
      <span class="unseen">: {why}</span>
    </span>
  );
}

export function Party({ of: party }: { of: TransferAnswer['transferee'] }) {
  if (party?.kind === 'ext') return <Ext number={party.number} />;
  if (!party) return <Ext number={null} />;
  return <span>{party.number.trim() === '' ? texts.withheld : party.number}</span>;
}
