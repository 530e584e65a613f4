import type { Fault } from '../dialect.js';
import { isObject, type Json, type JsonObject } from './lossless-json.js';
import { filled, filledFault, text, textFault } from './text.js';

/**
 * What a transfer event must have, as a table of rules that a dialect writes down beside its reading. A rule adds what is
 * wrong with a value to `faults`. README.md says why these are not class-validator's decorators.
 */
export type Rule = (value: Json | undefined, path: string, faults: Fault[]) => void;

/** Every fault of what was sent; none where it is right. */
export function check(rule: Rule, sent: Json | undefined, path = ''): Fault[] {
  const faults: Fault[] = [];
  rule(sent, path, faults);
  return faults;
}

/** Text or a number that must be there and may be blank. */
export const isText: Rule = (value, path, faults) => {
  if (text(value) === undefined) faults.push({ path, message: textFault(value) });
};

/** Text or a number that must be there and not blank. */
export const isFilled: Rule = (value, path, faults) => {
  if (filled(value) === undefined) faults.push({ path, message: filledFault(value) });
};

/** The same; null stands for a blank: a number that the caller withholds. */
export const isTextOrNull: Rule = (value, path, faults) => {
  if (value !== null) isText(value, path, faults);
};

/** Not judged where it is missing or null. */
export const optional =
  (rule: Rule): Rule =>
  (value, path, faults) => {
    if (value !== undefined && value !== null) rule(value, path, faults);
  };

/** An object, each field of it by its own rule. Fields that no rule names may hold anything. */
export function isObjectOf(rules: Record<string, Rule>): Rule {
  const each = Object.entries(rules);
  return (value, path, faults) => {
    if (!isObject(value)) {
      faults.push({ path, message: 'must be an object, sent once' });
      return;
    }
    const owner = path === '' ? '' : `${path}.`;
    for (const [key, rule] of each) rule(value[key], owner + key, faults);
  };
}

/** An array of objects by one rule, at least one of them. */
export const isListOf =
  (rule: Rule): Rule =>
  (value, path, faults) => {
    if (!Array.isArray(value) || value.length === 0 || value.some(Array.isArray))
      faults.push({ path, message: 'must be an array of at least one member, each an object' });
    else isEach(rule)(value, path, faults);
  };

/** Any number of values by one rule, none included. */
export const isEach =
  (rule: Rule): Rule =>
  (value, path, faults) => {
    if (!Array.isArray(value)) return;
    if (value.length > MOST_MEMBERS) faults.push(tooManyMembers(path));
    else
      for (let n = 0; n < value.length && faults.length < ENOUGH_FAULTS; n++)
        rule(value[n], `${path}[${n}]`, faults);
  };

/** More members than any call has would only keep the program and the database busy. */
export const MOST_MEMBERS = 1000;
export const tooManyMembers = (path: string): Fault => ({
  path,
  message: `must be at most ${MOST_MEMBERS} members`,
});
/** So many say what is wrong. All of them would make the answer many times longer than the event. */
const ENOUGH_FAULTS = 20;

/** An object that holds one kind of member, under the key that names the kind. Other kinds may stand there empty. */
export function isOneOf(kinds: Record<string, Rule>): Rule {
  const names = Object.keys(kinds);
  return (value, path, faults) => {
    const sent = isObject(value) ? kindsSent(value, names) : [];
    const [kind] = sent;
    if (sent.length !== 1 || kind === undefined)
      faults.push({ path, message: `must be exactly one of ${names.join(', ')}` });
    else kinds[kind]?.((value as JsonObject)[kind], `${path}.${kind}`, faults);
  };
}

/** Which kinds a member is of: those that say something; where none does, those that are there at all. */
export function kindsSent(member: JsonObject, kinds: readonly string[]): string[] {
  const there = kinds.filter((kind) => member[kind] !== undefined && member[kind] !== null);
  return there.length < 2 ? there : there.filter((kind) => !isEmpty(member[kind]));
}

const isEmpty = (value: Json | undefined): boolean =>
  value === '' || (isObject(value) && Object.keys(value).length === 0);
