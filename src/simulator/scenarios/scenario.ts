import type { Dialect } from '../../transfer/event.js';
import type { CallScript } from '../call/call-script.js';
import type { Steps } from '../pbx/agenda.js';

export interface Scenario {
  name: string;
  /** How often it is played beside the others. */
  weight: number;
  /** Dialects that can say it; all where left out. */
  dialects?: readonly Dialect[];
  /** Played on a PBX of its own, whose clock is an hour off. */
  onFastClock?: true;
  play(script: CallScript): Steps<unknown>;
}
