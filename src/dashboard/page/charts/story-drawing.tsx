import { scaleLinear } from 'd3-scale';
import type { TransferAnswer } from '../state/answers.js';
import { clockSeconds } from '../format.js';
import { useLabel } from '../parts/names.js';
import { lanesOf, NOBODY } from './story-lanes.js';
import { texts } from '../texts.js';
import { useWidth } from '../state/use-width.js';

const LANE = 34;
const TOP = 22;
const t = texts.story;

/** A lane for each party, time from the left to the right; an arrow where the call changed hands. */
export function StoryDrawing({ transfers, zone }: { transfers: TransferAnswer[]; zone: string }) {
  const label = useLabel();
  const [ref, width] = useWidth();
  if (transfers.length === 0) return null;
  const { parties, spans, handovers, start, end } = lanesOf(transfers);
  const left = Math.min(150, width * 0.3);
  const x = scaleLinear([start, end], [left, width - 10]);
  const y = (party: string) => TOP + parties.indexOf(party) * LANE + LANE / 2;
  const height = TOP + parties.length * LANE + 6;
  return (
    <div ref={ref}>
      <svg class="lanes" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t.lanes}>
        <text class="axis" x={left} y={12}>
          {clockSeconds(new Date(start).toISOString(), zone)}
        </text>
        <text class="axis" x={width - 10} y={12} text-anchor="end">
          {clockSeconds(new Date(end).toISOString(), zone)}
        </text>
        {parties.map((party) => (
          <g key={party}>
            <line class="rail" x1={left} x2={width - 10} y1={y(party)} y2={y(party)} />
            <text x={0} y={y(party)} dy="0.35em" class={party === NOBODY ? 'nobody' : ''}>
              {party === NOBODY ? texts.unknown : label(party)}
            </text>
          </g>
        ))}
        {spans.map(({ lane, kind, from, to }, at) => (
          <rect
            key={at}
            class={kind}
            x={x(from)}
            y={y(lane) - 6}
            width={Math.max(3, x(to) - x(from))}
            height={12}
            rx="4"
          />
        ))}
        {handovers.map(({ at, from, to, transfer }) => (
          <g key={transfer.id} class={`handover ${transfer.outcome}`}>
            <path d={`M${x(at)} ${y(from)}V${y(to)}`} />
            <circle cx={x(at)} cy={y(from)} r="4" />
            <path
              d={`M${x(at) - 4} ${y(to) - Math.sign(y(to) - y(from)) * 8}l4 ${Math.sign(y(to) - y(from)) * 7}l4 ${-Math.sign(y(to) - y(from)) * 7}`}
            />
          </g>
        ))}
      </svg>
      <p class="legend">
        <i class="talks" /> {t.talk} <i class="rings" /> {t.rings}
      </p>
    </div>
  );
}
