import { DialPlan, type ExtensionPlace, type Queue } from '../dial-plan/dial-plan.js';
import type { Staff } from '../company/staff.js';
import type { Random } from '../random.js';

/** Who takes part in a call script; what stands behind their numbers is drawn as they come in. */
export class Cast {
  readonly plan: DialPlan;
  readonly trunk: string;

  constructor(
    private readonly staff: Staff,
    private readonly random: Random,
    trunks: readonly string[],
    private readonly now: () => number,
  ) {
    this.trunk = random.pick(trunks);
    this.plan = new DialPlan([], [this.trunk], '');
  }

  /** An extension that is free; most have one phone, some have two or three. */
  extension(more: Partial<ExtensionPlace> = {}): string {
    return this.place(this.staff.extension(this.random, this.now()), more);
  }

  /** Reception takes most of what comes in. */
  firstToAnswer(more: Partial<ExtensionPlace> = {}): string {
    return this.place(this.staff.firstToAnswer(this.random, this.now()), more);
  }

  outsider(): string {
    return this.staff.outsider(this.random, this.now());
  }

  /** A ring group, all of whose members ring at once. */
  group(ringSeconds: number): { number: string; members: string[] } {
    const { number, members } = this.crew();
    this.plan.add({ kind: 'group', number, members, ringsAll: true, ringSeconds });
    return { number, members };
  }

  /** A queue that tries its agents in turn. */
  queue(of: Pick<Queue, 'ringSeconds' | 'maxWaitSeconds'>): { number: string; members: string[] } {
    const { number, members } = this.crew();
    this.plan.add({ kind: 'queue', number, members, ringsAll: false, ...of });
    return { number, members };
  }

  mailboxOf(owner: string): string {
    const number = `*${owner}`;
    this.plan.add({ kind: 'voicemail', number, owner });
    return number;
  }

  private crew(): { number: string; members: string[] } {
    const crew = this.staff.crew(this.random, this.now());
    for (const member of crew.members) this.place(member, {});
    return crew;
  }

  private place(number: string, more: Partial<ExtensionPlace>): string {
    this.plan.add({
      kind: 'ext',
      number,
      devices: this.random.weighted([1, 2, 3], (count) => [85, 12, 3][count - 1]!),
      twin: null,
      isRegistered: true,
      doNotDisturb: false,
      callWaiting: true,
      forward: null,
      hasVoicemail: false,
      ringSeconds: this.random.between(25, 30),
      ...more,
    });
    return number;
  }
}
