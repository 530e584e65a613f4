import type { ComponentChildren } from 'preact';
import { useArrowKeys } from '../state/arrow-keys.js';

interface Props {
  label: string;
  width: number;
  height: number;
  children: ComponentChildren;
}

/** A drawing whose marks are links to their rows. */
export function Marks({ label, width, height, children }: Props) {
  return (
    <svg
      {...useArrowKeys<SVGSVGElement>()}
      class="marks"
      role="group"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
    >
      {children}
    </svg>
  );
}

/** One mark: `says` is read aloud, and shown when the pointer rests on it. */
export function MarkLink({ to, says, children }: { to: string; says: string; children: ComponentChildren }) {
  return (
    <a href={to} aria-label={says} tabindex={-1}>
      <title>{says}</title>
      {children}
    </a>
  );
}
