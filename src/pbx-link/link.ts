import { Logger } from '@nestjs/common';
import type { LinkSettings } from '../config/link-settings.js';
import type { LinkClock } from './clock.js';
import type { TimeSpan } from './fetched-records.js';
import { LOCKED, LoginRefusal, type PbxApi, PbxRefusal, WRONG_PASSWORD } from './pbx-api.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How long a PBX locks out who sent five wrong passwords. */
const LOCK_OUT = 10 * MINUTE;
const LONGEST_PAUSE = MINUTE;
/** How long a stop waits for a call that the PBX does not answer. */
const LAST_CALL = 3 * SECOND;
const GAPS_KEPT = 20;

/**
 *   connecting -> up           the PBX said yes
 *   up -> connecting           the heartbeat failed, the socket dropped, or the PBX booted
 *   connecting -> waiting      the network; again after 1, 2, 4 … 60 seconds
 *   connecting -> locked       20002, or a P-Series PBX refuses the login; again after ten minutes
 *   connecting -> refused      20003; never again: the fifth wrong password locks the whole machine out
 *   any -> stopped
 */
export const LINK_STATES = ['connecting', 'up', 'waiting', 'locked', 'refused', 'stopped'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** A time in which the PBX was not reached, so that events may be missing. */
export interface Gap {
  from: string;
  to: string;
  /** Call records fetched for it; null where the PBX could not tell. */
  records: number | null;
}

export interface LinkStatus {
  name: string;
  api: LinkSettings['api'];
  sn: string | null;
  state: LinkState;
  since: string;
  /** A sentence that says what is wrong; null where nothing is. */
  reason: string | null;
  logins: number;
  gaps: Gap[];
}

/** What is done for a link that is up. */
export interface LinkWork {
  /** Called at each login. */
  names(): Promise<void>;
  /** Called for each gap until it succeeds. Resolves with the number of records; null where the API has none. */
  fetch(gap: TimeSpan, stopping: AbortSignal): Promise<number | null>;
  /** Until when all that the PBX sent is here, as it was kept by an earlier process; null where none was. */
  readProgress(): Promise<Date | null>;
  keepProgress(completeUntil: Date): Promise<void>;
}

/**
 * Keeps the push of one PBX alive. Its events take their own way in; this only makes sure that they come, and that the records
 * of a time without a link are fetched: a gap stays open until they are, also over a restart of the program.
 */
export class Link {
  private state: LinkState = 'connecting';
  private since: number;
  private reason: string | null = null;
  private logins = 0;
  private readonly gaps: Gap[] = [];
  /** Until when all that the PBX sent is here; null where this process does not know. */
  private completeUntil: Date | null = null;
  /** Until when the open gap lasts; null where none is open. */
  private gapUntil: Date | null = null;
  private closing = false;
  private stopping = new AbortController();
  private waking = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly log: Logger;

  constructor(
    private readonly settings: LinkSettings,
    private readonly api: PbxApi,
    private readonly clock: LinkClock,
    private readonly work: LinkWork,
  ) {
    this.since = clock.now();
    this.log = new Logger(settings.name);
  }

  get status(): LinkStatus {
    const { name, api } = this.settings;
    const { state, reason, logins, gaps } = this;
    return {
      name,
      api,
      sn: this.api.sn,
      state,
      since: new Date(this.since).toISOString(),
      reason,
      logins,
      gaps: [...gaps],
    };
  }

  start(): void {
    this.running = this.run();
  }

  /** Logs out, so that the PBX does not push at nobody. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waking.abort();
    const ended = new AbortController();
    await Promise.race([this.running, this.clock.wait(LAST_CALL, ended.signal)]);
    ended.abort();
    if (this.state !== 'refused') await this.api.close();
    this.become('stopped');
  }

  /** Something happened after which the PBX has to be asked anew: it booted, or the socket dropped. */
  reconnect(): void {
    if (this.state === 'up') this.waking.abort();
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      const before = this.logins;
      const error = await this.liveOnce();
      failures = this.logins > before ? 0 : failures + 1;
      const [state, pause] = next(error, failures);
      if (this.stopping.signal.aborted) return;
      this.become(state, error && `${this.settings.name}: ${error.message}.`);
      if (state === 'refused') return;
      if (pause > 0) await this.clock.wait(pause, this.stopping.signal);
      if (!this.stopping.signal.aborted) this.become('connecting', this.reason);
    }
  }

  /**
   * Logs in and sends heartbeats until the login ends. Returns the error that ended it; null after
   * `reconnect` or `stop`.
   */
  private async liveOnce(): Promise<Error | null> {
    try {
      await this.api.open();
      this.waking = new AbortController();
      this.logins += 1;
      this.become('up');
      this.gapUntil = new Date(this.clock.now());
      void this.readNames(); // what is fetched must not keep the heartbeat waiting
      while (!this.stopping.signal.aborted) {
        await this.clock.wait(this.api.beat, this.waking.signal);
        if (this.waking.signal.aborted) return null;
        await this.api.heartbeat();
        if (this.gapUntil === null) void this.complete(new Date(this.clock.now()));
        else void this.closeGap();
      }
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  private async readNames(): Promise<void> {
    await this.work
      .names()
      .catch((error: Error) => this.log.warn(`Names could not be read: ${error.message}`));
    await this.closeGap();
  }

  /** Fetches what the PBX could not push. What fails is tried again at the next heartbeat. */
  private async closeGap(): Promise<void> {
    if (this.closing || this.gapUntil === null || this.stopping.signal.aborted) return;
    this.closing = true;
    const to = this.gapUntil;
    try {
      this.completeUntil ??= await this.work.readProgress();
      const from = this.completeUntil;
      if (from !== null) {
        const gap = this.gapSince(from, to);
        gap.records = await this.work.fetch({ from, to }, this.stopping.signal);
      }
      await this.complete(to);
      if (this.gapUntil === to) this.gapUntil = null;
    } catch (error) {
      this.log.warn(`Records could not be fetched: ${(error as Error).message}`);
    } finally {
      this.closing = false;
    }
  }

  /** One that is tried again is the same gap, which lasts longer now. */
  private gapSince(from: Date, to: Date): Gap {
    const since = from.toISOString();
    const known = this.gaps.find((gap) => gap.from === since);
    if (known) return Object.assign(known, { to: to.toISOString() });
    const gap: Gap = { from: since, to: to.toISOString(), records: null };
    this.gaps.unshift(gap);
    this.gaps.length = Math.min(this.gaps.length, GAPS_KEPT);
    return gap;
  }

  private async complete(until: Date): Promise<void> {
    this.completeUntil = until;
    await this.work.keepProgress(until).catch(() => {}); // the next heartbeat keeps a later one
  }

  private become(state: LinkState, reason: string | null = null) {
    if (state !== this.state) {
      this.since = this.clock.now();
      if (state === 'refused' || state === 'locked') this.log.error(reason ?? state);
      else this.log.log(reason ? `${state}: ${reason}` : state);
    }
    this.state = state;
    this.reason = reason;
  }
}

/** What follows on the end of a login. */
function next(error: Error | null, failures: number): [LinkState, number] {
  if (error instanceof PbxRefusal && error.code === WRONG_PASSWORD) return ['refused', 0];
  if (error instanceof LoginRefusal || (error instanceof PbxRefusal && error.code === LOCKED))
    return ['locked', LOCK_OUT];
  // A socket that drops as soon as it is open must not be opened again without a pause.
  if (failures === 0) return ['connecting', error ? 0 : SECOND];
  return ['waiting', Math.min(SECOND * 2 ** (failures - 1), LONGEST_PAUSE)];
}
