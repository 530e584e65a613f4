import { Cron } from 'croner';
import { isIP } from 'node:net';

/*
 * How the text of a setting is read. Each returns undefined where the text is not what the setting asks for.
 */

/** Digits alone: no sign, no exponent, no blank. */
export function wholeNumber(text: string, min: number, max: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
}

/** Entries between commas; none of an empty text. */
export function list(text: string, isRight: (one: string) => boolean): string[] | undefined {
  const entries = text === '' ? [] : text.split(',').map((one) => one.trim());
  return entries.every((one) => one !== '' && isRight(one)) ? entries : undefined;
}

/** An address, or a network such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [address, bits, ...more] = text.split('/') as [string, string?, ...string[]];
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || wholeNumber(bits, 0, family === 4 ? 32 : 128) !== undefined;
}

export function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined;
}

/** A cron pattern of five fields that comes due at some time. */
export function isPattern(text: string): boolean {
  try {
    return text.trim().split(/\s+/).length === 5 && new Cron(text, { timezone: 'UTC' }).nextRun() !== null;
  } catch {
    return false;
  }
}

export const isMailAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/** What a secret must be, for the sentence of a setting. */
export const STRONG = 'each of 16 characters or more, 8 of them different (openssl rand -hex 16 makes one)';

/** Whether a secret cannot be guessed within years of trying: a word of a person's own choice can. */
export const isStrong = (secret: string): boolean => secret.length >= 16 && new Set(secret).size >= 8;
