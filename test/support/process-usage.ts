import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** CPU seconds that a process has used and, with its children, those of them that have ended too. NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  const stat = statOf(pid);
  return stat ? (stat.own + stat.ended) / TICKS_PER_SECOND : NaN;
}

/** The same of a process and its living children: PostgreSQL with its backends. */
export function cpuSecondsOfAll(parent: number): number {
  if (!existsSync('/proc/self/stat')) return NaN;
  const children = readdirSync('/proc').filter((name) => statOf(Number(name))?.parent === parent);
  // One that has ended meanwhile stands in its parent's.
  return children.reduce((sum, child) => sum + (cpuSeconds(Number(child)) || 0), cpuSeconds(parent));
}

/** Resident memory in MiB. */
export function memoryMiB(pid: number): number {
  const stat = statOf(pid);
  return stat ? (stat.residentPages * PAGE_BYTES) / 1024 / 1024 : NaN;
}

export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? NaN;
}

function statOf(pid: number) {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // no such process any more, or no /proc here
  }
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [utime, stime, endedUser, endedSystem] = fields.slice(11, 15) as [number, number, number, number];
  return {
    parent: fields[1]!,
    own: utime + stime,
    ended: endedUser + endedSystem,
    residentPages: fields[21]!,
  };
}
