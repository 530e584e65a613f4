import type { PairRow, ReportAnswer } from '../state/answers.js';
import { count } from '../format.js';
import { useWidth } from '../state/use-width.js';
import { MarkLink, Marks } from './marks.js';
import { Ext, useLabel } from '../parts/names.js';
import { AsTable, Panel } from '../parts/panel.js';
import { layout, type Node, ribbon } from './sankey.js';
import { texts } from '../texts.js';
import type { ApiAnswer } from '../state/use-answer.js';
import { rowsOf } from '../state/view.js';
import { pairMark } from './pair-mark.js';

const DRAWN = 30;
const LISTED = 200;
/** A way is dotted where at least this share of its transfers is matched by transfers the other way. */
const THROWN = 1 / 3;
const t = texts.whoToWhom;

/** The first question of every supervisor. Ways on which calls are thrown back are dotted and say so. */
export function WhoToWhom({ answer, csv }: { answer: ApiAnswer<ReportAnswer<PairRow>>; csv: string }) {
  return (
    <Panel id="who" title={t.title} hint={t.hint} answer={answer} csv={csv}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p>{texts.nothing}</p>
        ) : (
          <>
            <Ribbons pairs={rows.slice(0, DRAWN)} all={rows} />
            <p class="hint">
              {rows.slice(0, DRAWN).some((row) => row.back / row.transfers >= THROWN) && `${t.dotted} `}
              {rows.length > DRAWN && t.some(DRAWN, Math.min(LISTED, rows.length), rows.length)}
            </p>
            <PairTable pairs={rows.slice(0, LISTED)} />
          </>
        )
      }
    </Panel>
  );
}

/** @param all also the ways that are not drawn: the ends' figures count them */
function Ribbons({ pairs, all }: { pairs: PairRow[]; all: PairRow[] }) {
  const label = useLabel();
  const [ref, width] = useWidth();
  const narrow = width < 560;
  const sides = Math.max(new Set(pairs.map((p) => p.from)).size, new Set(pairs.map((p) => p.to)).size);
  const height = Math.max(260, sides * 25);
  const { nodes, links } = layout(pairs, width, height, narrow ? 84 : 150);
  const sums = { from: sumsBy(all, 'from'), to: sumsBy(all, 'to') };
  const widest = new Map(
    links.toSorted((a, b) => a.count - b.count).map((l) => [`${l.from}>${l.to}`, l.outcome]),
  );
  const ways = new Map(pairs.map((pair) => [`${pair.from}>${pair.to}`, pair]));
  return (
    <div ref={ref}>
      <Marks label={t.title} width={width} height={height}>
        {links.map((link) => {
          const { back = 0, transfers = 1 } = ways.get(`${link.from}>${link.to}`) ?? {};
          const isThrown =
            back / transfers >= THROWN && link.outcome === widest.get(`${link.from}>${link.to}`);
          const says =
            `${label(link.from)} → ${label(link.to)}: ${count(link.count)} ${texts.outcome[link.outcome]}` +
            (back > 0 ? ` (${t.back(back)})` : '');
          return (
            <MarkLink
              key={`${link.from}>${link.to}:${link.outcome}`}
              to={rowsOf({ ...pairMark(link), outcome: link.outcome })}
              says={says}
            >
              <path
                class={`ribbon ${link.outcome}`}
                d={ribbon(link) ?? ''}
                stroke-width={Math.max(1.5, link.width ?? 0)}
              />
              {isThrown && <path class="thrown" d={ribbon(link) ?? ''} />}
            </MarkLink>
          );
        })}
        {nodes.map((node) => (
          <End
            key={node.id}
            node={node}
            transfers={sums[node.side].get(node.number) ?? 0}
            name={label(node.number)}
            narrow={narrow}
          />
        ))}
      </Marks>
    </div>
  );
}

function sumsBy(pairs: PairRow[], side: 'from' | 'to'): Map<string | null, number> {
  const sums = new Map<string | null, number>();
  for (const pair of pairs) sums.set(pair[side], (sums.get(pair[side]) ?? 0) + pair.transfers);
  return sums;
}

interface EndProps {
  node: Node;
  transfers: number;
  name: string;
  narrow: boolean;
}

function End({ node, transfers, name, narrow }: EndProps) {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node;
  const left = node.side === 'from';
  const text = narrow && name.length > 11 ? `${name.slice(0, 10)}…` : name;
  const mark = { [left ? 'transferor' : 'target']: node.number ?? 'none' };
  // Its text is its name: a title would say it twice.
  return (
    <a
      href={rowsOf(mark)}
      aria-label={`${text} ${texts.transfers(transfers)} ${left ? t.sent : t.received}`}
      tabindex={-1}
    >
      <rect class="node" x={x0} y={y0} width={x1 - x0} height={Math.max(1, y1 - y0)} rx="2" />
      <text
        class={node.number === null ? 'nobody' : ''}
        x={left ? x0 - 8 : x1 + 8}
        y={(y0 + y1) / 2}
        dy="0.35em"
        text-anchor={left ? 'end' : 'start'}
      >
        {text}
        <tspan class="amount"> {count(transfers)}</tspan>
      </text>
    </a>
  );
}

function PairTable({ pairs }: { pairs: PairRow[] }) {
  return (
    <AsTable>
      <thead>
        <tr>
          <th>{t.from}</th>
          <th>{t.to}</th>
          <th class="n">{texts.perExt.transfers}</th>
          <th class="n">{texts.outcome.answered}</th>
          <th class="n">{t.backTitle}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={`${pair.from}>${pair.to}`}>
            <td>
              <Ext number={pair.from} />
            </td>
            <td>
              <Ext number={pair.to} />
            </td>
            <td class="n">
              <a href={rowsOf(pairMark(pair))}>{count(pair.transfers)}</a>
            </td>
            <td class="n">{count(pair.answered)}</td>
            <td class="n">{pair.back > 0 ? t.back(pair.back) : ''}</td>
          </tr>
        ))}
      </tbody>
    </AsTable>
  );
}
