import type { EventDialect } from '../../intake/dialects/dialect.js';
import type { CallScript } from '../call/call-script.js';
import type { Steps } from '../pbx/agenda.js';

export interface Scenario {
  name: string;
  /** How often it is played beside the others. */
  weight: number;
  /** Whether a dialect can say it; all can where left out. */
  isIn?: (dialect: EventDialect) => boolean;
  /** Played on a PBX of its own, whose clock is an hour off. */
  onFastClock?: true;
  play(script: CallScript): Steps<unknown>;
}
