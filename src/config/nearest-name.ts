/** The known name that somebody probably meant: at most two letters away, and not wholly another. */
export function nearestName(name: string, known: string[]): string | undefined {
  const most = name.length > 4 ? 2 : 1;
  const [nearest] = known
    .map((one) => ({ one, away: distance(name.toLowerCase(), one) }))
    .filter(({ one, away }) => away <= most || (name.length > 2 && name.startsWith(one) && one.length > 2))
    .sort((a, b) => a.away - b.away);
  return nearest?.one;
}

/** The Levenshtein distance: how many letters must be added, left out or changed. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
