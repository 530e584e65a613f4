import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsDefined, ValidateBy, ValidateNested, type ValidationError, validateSync } from 'class-validator';
import type { Fault } from './dialect.js';
import { fits, IsOf, type WireClass } from './fits.js';
import { fields, type Json, type JsonObject } from './lossless-json.js';

/** Every fault of what was sent, judged by a wire class; none where it is right. */
export function check(wireClass: WireClass, sent: JsonObject): Fault[] {
  const crowded = LISTS.filter((path) => lengthAt(path, sent) > MOST);
  if (crowded.length > 0) {
    return crowded.map((path) => ({
      path,
      message: `must be at most ${MOST} members`,
    }));
  }
  if (fits(wireClass, sent)) return [];
  return validateSync(plainToInstance(wireClass, sent)).flatMap((error) => faultsOf(error, ''));
}

function faultsOf({ property, constraints = {}, children = [] }: ValidationError, owner: string): Fault[] {
  const path = /^[0-9]+$/.test(property) ? `${owner}[${property}]` : join(owner, property);
  const own = Object.entries(constraints).map(([constraint, message]) => ({
    path: constraint === ONE_OF ? owner : path,
    message,
  }));
  return [...own, ...children.flatMap((child) => faultsOf(child, path))];
}

function join(owner: string, key: string): string {
  return owner === '' ? key : `${owner}.${key}`;
}

/** Where dialects list members. More of them than any call has would only keep the program busy judging each. */
const LISTS = ['members', 'msg.members', 'call', 'ext', 'inbound', 'outbound'];
export const MOST = 1000;

function lengthAt(path: string, sent: JsonObject): number {
  const value = path.split('.').reduce<Json | undefined>((owner, key) => fields(owner)[key], sent);
  return Array.isArray(value) ? value.length : 0;
}

/** An object of a wire class, or nothing. */
export function Nested(wireClass: WireClass): PropertyDecorator {
  return all(
    Type(() => wireClass),
    IsOf(wireClass),
    ValidateNested({ message: MUST_BE_OBJECT }),
    ValidateBy({
      name: 'isOneObject',
      // What is not even an object or an array is the nested validation's to say.
      validator: {
        validate: (value) => !Array.isArray(value),
        defaultMessage: () => MUST_BE_OBJECT,
      },
    }),
  );
}

/** An object of a wire class that must be there. */
export function NestedPresent(wireClass: WireClass): PropertyDecorator {
  return all(Nested(wireClass), IsDefined({ message: MUST_BE_OBJECT }));
}

/** An array of at least one object of a wire class. */
export function NestedList(wireClass: WireClass): PropertyDecorator {
  return all(
    NestedEach(wireClass),
    ValidateBy({
      name: 'isList',
      validator: {
        validate: (value) => Array.isArray(value) && value.length > 0 && !value.some(Array.isArray),
        defaultMessage: () => 'must be an array of at least one member, each an object',
      },
    }),
  );
}

const MUST_BE_OBJECT = 'must be an object, sent once';
const ONE_OF = 'oneOf';

/** Any number of objects of a wire class, none included. */
export function NestedEach(wireClass: WireClass): PropertyDecorator {
  return all(
    Type(() => wireClass),
    IsOf(wireClass),
    ValidateNested({ each: true, message: MUST_BE_OBJECT }),
  );
}

/** Stands on one field of an object and says of its owner that exactly one of the fields named is there. */
export function OneOf(...keys: [string, ...string[]]): PropertyDecorator {
  return ValidateBy({
    name: ONE_OF,
    validator: {
      validate: (_value, args) => keys.filter((key) => has(args?.object, key)).length === 1,
      defaultMessage: () => `must be exactly one of ${keys.join(', ')}`,
    },
  });
}

/** With class fields every declared key of an instance exists, so that `in` says nothing. */
function has(owner: object | undefined, key: string): boolean {
  return owner !== undefined && Reflect.get(owner, key) !== undefined;
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}
