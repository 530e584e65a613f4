import type { Process } from '../pbx/agenda.js';
import type { Channel, Dial } from '../pbx/channel.js';
import type { OpenLeg } from '../pbx/legs.js';
import type { TransferAct } from '../pbx/journal.js';

/** How it ended to lead a channel to a number. */
export type Arrival =
  'answered' | 'gone' | 'timeout' | 'busy' | 'declined' | 'unreachable' | 'voicemail' | 'menu';

/** A channel on its way through the dial plan. */
export interface Journey {
  /** Who is led. It changes when the one who asked hands the ringing call on. */
  channel: Channel;
  /** The transfer that sent it there; null for a call or a consultation of its own. */
  transfer: TransferAct | null;
  /** The number that was dialled first. */
  readonly dialled: string;
  process: Process | null;
  dial: Dial | null;
  /** Who took it. */
  taker: Channel | null;
  /** Whether any phone rang so far. */
  hasRung: boolean;
  /** The leg that a forward goes on with, where the firmware writes one record of both. */
  forwardedLeg: OpenLeg | null;
  /** A question, whose end leaves the one who asks in the call. */
  readonly isConsultation: boolean;
  startedAt: number;
}

export function beginJourney(
  channel: Channel,
  dialled: string,
  transfer: TransferAct | null,
  startedAt: number,
  isConsultation = false,
): Journey {
  const journey: Journey = {
    channel,
    transfer,
    dialled,
    process: null,
    dial: null,
    taker: null,
    hasRung: false,
    forwardedLeg: null,
    isConsultation,
    startedAt,
  };
  channel.journey = journey;
  return journey;
}
