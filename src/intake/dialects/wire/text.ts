/**
 * The text of a scalar that was sent as text or as a number; the parser has made both text. Undefined for all else,
 * and for text that PostgreSQL cannot store. Nothing but blanks means empty: the PBX writes `" "` for it.
 */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string' || UNSTORABLE.test(value)) return undefined;
  return value.trim() === '' ? '' : value;
}

/** Text that says something, or undefined. */
export function filled(value: unknown): string | undefined {
  return text(value) || undefined;
}

/** The same without the blanks around it; undefined, too, for what is longer than any name or number. */
export function shortText(value: unknown): string | undefined {
  const trimmed = filled(value)?.trim();
  return trimmed !== undefined && trimmed.length <= LONGEST ? trimmed : undefined;
}

const LONGEST = 255;

/** Why `text` takes this value for none: what would be right. */
export function textFault(value: unknown): string {
  if (value === undefined || value === null) return 'must be there, as text or a number';
  if (Array.isArray(value)) return 'must be one text or number, sent once';
  if (typeof value !== 'string') return 'must be text or a number';
  return 'must not contain U+0000 or half of a surrogate pair';
}

/** Why `filled` takes this value for none. */
export function filledFault(value: unknown): string {
  return text(value) === '' ? 'must not be blank' : textFault(value);
}

/** U+0000 and lone surrogates. */
// oxlint-disable-next-line no-control-regex -- that is the one it looks for
const UNSTORABLE = /[\0\p{Cs}]/u;
