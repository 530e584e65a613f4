/** A route can strip what an outside number is dialled with. */
const OUTSIDE_DIGITS = 7;

export const isSameNumber = (a: string, b: string): boolean =>
  a === b || (a.length > OUTSIDE_DIGITS && b.length > OUTSIDE_DIGITS && (a.endsWith(b) || b.endsWith(a)));
