/** The number of a party as call records show it: `Name<2005>` is 2005. */
export function shownNumber(party: string): string {
  const bare = party.trim();
  const open = bare.lastIndexOf('<');
  const within = bare.slice(open + 1, -1).trim();
  return open >= 0 && bare.endsWith('>') && within !== '' ? within : bare;
}
