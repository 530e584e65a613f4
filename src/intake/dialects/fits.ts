import 'reflect-metadata';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { isObject, type Json, type JsonObject } from './lossless-json.js';

export type WireClass = new () => object;

/**
 * Whether an object satisfies a wire class, by the class's own rules, which are read from class-validator once. Of 36 µs
 * that a transfer took to read, 28 were class-transformer's copy of it and class-validator's sorting of those rules.
 *
 * True only where `validateSync` finds nothing. False may also mean a rule of a kind that it does not know: to say what
 * is wrong is validateSync's part.
 */
export function fits(wireClass: WireClass, sent: JsonObject): boolean {
  let rules = RULES.get(wireClass);
  if (rules === undefined) RULES.set(wireClass, (rules = rulesOf(wireClass)));
  return rules.every((rule) => rule(sent));
}

type Rule = (owner: JsonObject, value: Json | undefined) => boolean;

const RULES = new Map<WireClass, ((sent: JsonObject) => boolean)[]>();
const NESTED = 'handoff:nested';

/** Says which wire class a field's object, or each of its objects, is of. */
export function IsOf(wireClass: WireClass): PropertyDecorator {
  return Reflect.metadata(NESTED, wireClass);
}

function rulesOf(wireClass: WireClass) {
  const storage = getMetadataStorage();
  const known = storage.getTargetValidationMetadatas(wireClass, '', false, false);
  return Object.entries(storage.groupByPropertyName(known)).map(([property, all]) => {
    const conditions = all.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
    const rules = all.filter((one) => !conditions.includes(one)).map((one) => ruleOf(wireClass, one));
    const asked = conditions.map(
      ({ constraints }) => constraints[0] as (owner: object, value: unknown) => boolean,
    );
    return (owner: JsonObject) => {
      const value = owner[property];
      return asked.some((condition) => !condition(owner, value)) || rules.every((rule) => rule(owner, value));
    };
  });
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

function ruleOf(
  wireClass: WireClass,
  { type, each, propertyName: property, constraintCls, constraints }: Metadata,
): Rule {
  if (type === ValidationTypes.NESTED_VALIDATION) {
    const nested = Reflect.getMetadata(NESTED, wireClass.prototype as object, property) as WireClass;
    const fitting = (value: Json | undefined) => isObject(value) && fits(nested, value);
    return (owner, value) =>
      value === undefined || (Array.isArray(value) ? value.every(fitting) : fitting(value));
  }
  const known = type === ValidationTypes.CUSTOM_VALIDATION || type === ValidationTypes.IS_DEFINED;
  if (!known || each) return () => false;
  const { instance } = getMetadataStorage().getTargetValidatorConstraints(constraintCls)[0]!;
  return (object, value) =>
    instance.validate(value, { targetName: wireClass.name, property, constraints, object, value }) === true;
}
