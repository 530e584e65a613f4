import { ValidateBy } from 'class-validator';

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

/** U+0000 and lone surrogates. */
// oxlint-disable-next-line no-control-regex -- that is the one it looks for
const UNSTORABLE = /[\0\p{Cs}]/u;

/** A field that must be there, as text or a number, and may be blank. */
export function IsText(): PropertyDecorator {
  return ValidateBy({
    name: 'isText',
    validator: {
      validate: (value) => text(value) !== undefined,
      defaultMessage: (args) => wrong(args?.value) ?? '',
    },
  });
}

/** A field that must be there and not blank. */
export function IsFilled(): PropertyDecorator {
  return ValidateBy({
    name: 'isFilled',
    validator: {
      validate: (value) => filled(value) !== undefined,
      defaultMessage: (args) => wrong(args?.value) ?? 'must not be blank',
    },
  });
}

/** One such field, or an array of one or more. */
export function IsEachFilled(): PropertyDecorator {
  return ValidateBy({
    name: 'isEachFilled',
    validator: {
      validate: (value) => unfit(value).length === 0,
      defaultMessage: (args) => wrong(unfit(args?.value)[0]) ?? 'must not be blank',
    },
  });
}

/** What is not filled; an empty array is not, either. */
function unfit(value: unknown): unknown[] {
  const each = [value].flat();
  return each.length === 0 ? [''] : each.filter((one) => filled(one) === undefined);
}

function wrong(value: unknown): string | undefined {
  if (value === undefined || value === null) return 'must be there, as text or a number';
  if (Array.isArray(value)) return 'must be one text or number, sent once';
  if (typeof value !== 'string') return 'must be text or a number';
  if (UNSTORABLE.test(value)) return 'must not contain U+0000 or half of a surrogate pair';
  return undefined;
}
