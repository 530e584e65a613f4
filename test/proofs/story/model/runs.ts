import { type PushedEvent, type Pushes, pushedOf } from '../../../../src/simulator/events/push-events.js';
import { Choices } from '../../../../src/simulator/pbx/choices.js';
import { truthsOf, type TransferTruth } from '../../../../src/simulator/truth/read-truth.js';
import { type Episode, play, type Variation } from '../../../../src/simulator/world/episode.js';
import { dialects } from '../../../../src/simulator/options.js';
import { dialectNamed } from '../../../../src/intake/dialects/dialects.js';
import type { Dialect } from '../../../../src/transfer/event.js';

/** What a site pushes besides transfers. */
export const SITES = ['all events', 'states only', 'records only', 'transfers only'] as const;
export type SiteType = (typeof SITES)[number];

/** By this an episode can be played again. */
export interface Run {
  seed: number;
  dialect: Dialect;
  site: SiteType;
}

export interface Played {
  run: Run;
  episode: Episode;
  pushed: PushedEvent[];
  truths: TransferTruth[];
  strangers: 'same ids' | 'other PBX' | null;
}

const serialOf = ({ dialect }: Run): string => dialectNamed(dialect).writer.serials[0];

export function playRun(run: Run, variation: Variation = {}): Played {
  const played = playAlone(run, variation);
  return { ...played, ...withStrangers(played) };
}

function playAlone(run: Run, variation: Variation): Omit<Played, 'strangers'> {
  const episode = play(run.seed, run.dialect, variation);
  const choices = new Choices(run.seed, variation.redrawn, variation.isOdd);
  const sender = {
    firmware: episode.firmware,
    sn: serialOf(run),
    localTime: hourAhead,
    pushes: pushesOf(run.site, choices),
    choices,
  };
  const truths = truthsOf(episode.journal).filter(({ act }) => act.reported);
  return { run, episode, pushed: pushedOf(episode.journal, sender), truths };
}

/** So long before, a PBX without a battery for its clock gave away the same ids. */
const MONTHS_BEFORE = 90 * 86_400_000;

/** Events of others that nothing may join with these: of other calls with the same ids, and of a PBX that says as little of itself. */
function withStrangers({ run, pushed }: Omit<Played, 'strangers'>): Pick<Played, 'pushed' | 'strangers'> {
  const choices = new Choices(run.seed ^ 0x57a2);
  const [hasSameIds, hasOtherPbx] = [choices.chance('same ids', 0.02), choices.chance('other PBX', 0.2)];
  if (hasSameIds) {
    const before = playAlone(run, {
      redrawn: new Map([
        ['acts/0', 1],
        ['talk/0', 1],
      ]),
    }).pushed;
    const strangers = before.map((one) => ({ ...one, at: one.at - MONTHS_BEFORE }));
    return { pushed: [...strangers, ...pushed], strangers: 'same ids' };
  }
  const first = pushed[0];
  if (serialOf(run) !== '' || !hasOtherPbx || !first) return { pushed, strangers: null };
  const startsAt = first.at + choices.between('other PBX starts', -60_000, 60_000);
  const other = playAlone({ ...run, seed: run.seed ^ OTHER_BOX }, { startsAt }).pushed;
  return { pushed: [...pushed, ...other].sort((a, b) => a.at - b.at), strangers: 'other PBX' };
}

function hourAhead(at: number): string {
  return new Date(at + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function pushesOf(site: SiteType, choices: Choices): Pushes {
  const failures = choices.chance('site pushes failures', 0.8);
  const forwards = choices.chance('site pushes forwards', 0.8);
  return {
    states: site === 'all events' || site === 'states only',
    records: site === 'all events' || site === 'records only',
    failures: site === 'all events' && failures,
    forwards: site === 'all events' && forwards,
  };
}

/** What shows this run alone. */
export function command({ seed, dialect, site }: Run): string {
  return `--one --seed ${seed} --dialect ${dialect} --site '${site}'`;
}

/** The so-manieth run: dialects and site types take turns, most sites push everything. */
export function runOf(n: number, seed: number): Run {
  const dialect = dialects[n % dialects.length]!;
  const site = SITES[[0, 0, 1, 2, 0, 3, 1, 2][Math.floor(n / dialects.length) % 8]!]!;
  return { seed: seed * 1_000_000 + n, dialect, site };
}

/** What people decide, rather than when. */
const HIDDEN = / acts| reacts how| decides| waits for| asks how|who |byes|firmware|handed on|site /;

/**
 * Calls that are likely to look like these and to be something else: the same run with one or two hidden choices made anew,
 * and one in an odd company.
 */
export function neighbours({ episode, run }: Played, count: number): Played[] {
  if (count === 0) return [];
  const choices = new Choices(run.seed ^ 0x0a17);
  const hidden = episode.choices.filter((name) => HIDDEN.test(name));
  const others = episode.choices.filter((name) => !/^(outsider|first|start|firmware)/.test(name));
  const redrawn = Array.from({ length: count - 1 }, (_, i) => {
    const names = Array.from({ length: choices.pick('how many', [1, 1, 2]) }, () =>
      choices.pick('which', choices.chance('hidden', 0.6) && hidden.length > 0 ? hidden : others),
    );
    return playRun(run, { redrawn: new Map(names.map((name) => [name, i + 1])) });
  });
  return [...redrawn, playRun({ ...run, seed: run.seed ^ ODD }, { isOdd: true })];
}

/** Sets the seeds of odd companies and of other PBXes apart. */
const ODD = 0x4000_0000;
const OTHER_BOX = 0x2000_0000;
