/** What the doctor says of one subject: how it is, and what is to be done about it. */
export interface Finding {
  subject: string;
  lines: string[];
  /** Sentences; empty where nothing needs doing. */
  toDo: string[];
}

/** One screen of plain text. */
export function screenOf(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length)) + 2;
  const lines = findings.flatMap(({ subject, lines: said, toDo }) =>
    [...said, ...toDo.map((sentence) => `-> ${sentence}`)].map(
      (line, n) => (n === 0 ? subject : '').padEnd(width) + line,
    ),
  );
  const open = findings.flatMap(({ toDo }) => toDo).length;
  const end = open === 0 ? 'Nothing needs doing.' : `To do: ${open}, marked ->`;
  return [...lines, '', end].join('\n');
}

export const bytes = (n: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = Math.min(units.length - 1, n < 1 ? 0 : Math.floor(Math.log10(n) / 3));
  return `${(n / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
};

export const ago = (time: Date, now = Date.now()): string => {
  const minutes = Math.max(0, Math.round((now - time.getTime()) / 60_000));
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`;
};
