import { canBeExtension, isExtensionNumber } from '../transfer/extension-number.js';

/** The last two digits stay, so that two callers can be distinguished; of a short number, none. A withheld one stays blank. */
export function maskNumber(number: string): string {
  if (number.trim() === '') return number;
  const ending = number.length >= 7 ? number.slice(-2) : '';
  return `${'*'.repeat(Math.max(3, number.length - ending.length))}${ending}`;
}

/** What stands where an extension is expected: an outside number, as of a mobile telephone that took the call, is masked. */
export const maskExtension = (text: string): string => (canBeExtension(text) ? text : maskNumber(text));

/** What stands where a number or a name of either kind can be: only a bare extension is shown. */
export const maskParty = (text: string): string => (isExtensionNumber(text) ? text : maskNumber(text));

/** Seven digits or more, also with blanks, dots, dashes or brackets between them. */
const NUMBERS = /\+?\d(?:[ .()/-]{0,2}\d){6,}/g;

/** A text that nobody limits, such as a reason: every number in it is masked. */
export const maskText = (text: string): string => text.replace(NUMBERS, maskNumber);

/** Asterisk counts channels by eight hexadecimal digits at the end of their names. */
const CHANNEL = /^(.*?)(-[0-9a-f]{8}(?:;\d)?)?$/is;

/** A channel's name without the numbers in it; `outside` is the number of its own end, which can be a short one. */
export function maskChannel(channel: string, outside = ''): string {
  const [, name = '', counter = ''] = CHANNEL.exec(channel) ?? [];
  const own = outside.length >= 5 ? name.replaceAll(outside, maskNumber(outside)) : name;
  return own.replace(/\+?\d{7,}/g, maskNumber) + counter;
}

/** `20191024201242-1571897930.5-203-201-Internal.wav`: time, call, both ends, type. */
const HARMLESS =
  /^(20\d\d(0[1-9]|1[0-2])[0-3]\d[0-2]\d[0-5]\d[0-5]\d|\d{9,10}\.\d+|internal|inbound|outbound)$/i;

/** What is not known for harmless in a recording's name can be a number, or a part of one. */
export function maskRecording(name: string, extensions: readonly unknown[] = []): string {
  const [, words = name, suffix = ''] = /^(.*?)(\.[a-z]\w{1,4})?$/is.exec(name) ?? [];
  return (
    words
      .split('-')
      .map((word) => (HARMLESS.test(word) || extensions.includes(word) ? word : maskNumber(word)))
      .join('-') + suffix
  );
}
