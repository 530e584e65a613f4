import { type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type InputFault, invalidQuery, invalidRequest } from './invalid-value.js';
import type { Problem } from './problem.filter.js';
import { nearestName } from '../config/nearest-name.js';

const pipeWith = (problem: (faults: InputFault[]) => Problem) =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    validationError: { target: true },
    exceptionFactory: (errors) => problem(errors.map(toFault)),
  });

/** Reads every question into its DTO class. A question with faults is a 400 that names all of them at once. */
export class InputPipe implements PipeTransform {
  private readonly queries = pipeWith(invalidQuery);
  private readonly others = pipeWith(invalidRequest);

  transform(value: unknown, metadata: ArgumentMetadata) {
    const isQuery = metadata.type === 'query';
    // Nest and class-transformer leave these names out silently; here they are unknown like others.
    if ((isQuery || metadata.type === 'body') && metadata.metatype) {
      const reserved = Object.keys(value as object).filter((name) => name in Object.prototype);
      const known = Object.keys(new metadata.metatype());
      const faults = reserved.map((path) => ({ path, message: unknownName(path, known) }));
      if (faults.length > 0) throw isQuery ? invalidQuery(faults) : invalidRequest(faults);
    }
    return (isQuery ? this.queries : this.others).transform(value, metadata);
  }
}

/** The first rule that a property breaks. */
export function toFault({ property, constraints = {}, target }: ValidationError): InputFault {
  const [[rule, message] = []] = Object.entries(constraints);
  if (rule !== 'whitelistValidation') return { path: property, message: message ?? 'is not valid' };
  // A new object of the class has its declared properties, and no others.
  const known = Object.keys(new (target!.constructor as new () => object)());
  return { path: property, message: unknownName(property, known) };
}

function unknownName(name: string, known: string[]): string {
  if (known.length === 0) return 'is not known here; this address takes no parameters';
  const near = nearestName(name, known);
  return `is not known here; ${near ? `did you mean ${near}? ` : ''}known are ${known.join(', ')}`;
}
