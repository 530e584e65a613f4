import type { Totals } from '../state/answers.js';
import { count } from '../format.js';
import { texts } from '../texts.js';

/** How far the figures can be trusted stands beside them, always. */
export function Sureness({ totals }: { totals: Totals }) {
  return (
    <p class="sure">
      {texts.sure.who} <b>{count(totals.certain)}</b> {texts.sure.certain} ·{' '}
      <span class="guess" title={texts.basis['member-order']}>
        <b>{count(totals.inferred)}</b> {texts.sure.inferred}
      </span>{' '}
      · <b>{count(totals.unattributed)}</b> {texts.sure.unattributed}. {texts.sure.never}
    </p>
  );
}
