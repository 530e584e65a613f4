import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type InputFault, invalidQuery } from './invalid-value.js';
import { nearestName } from '../config/nearest-name.js';

/** Reads every question into its DTO class. A question with faults is a 400 that names all of them at once. */
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: true },
      exceptionFactory: (errors) => invalidQuery(errors.map(toFault)),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata) {
    // Nest and class-transformer leave these names out silently; here they are unknown parameters like others.
    if (metadata.type === 'query' && metadata.metatype) {
      const reserved = Object.keys(value as object).filter((name) => name in Object.prototype);
      const known = Object.keys(new metadata.metatype());
      if (reserved.length > 0)
        throw invalidQuery(reserved.map((path) => ({ path, message: unknownParameter(path, known) })));
    }
    return super.transform(value, metadata);
  }
}

/** The first rule that a property breaks. */
export function toFault({ property, constraints = {}, target }: ValidationError): InputFault {
  const [[rule, message] = []] = Object.entries(constraints);
  if (rule !== 'whitelistValidation') return { path: property, message: message ?? 'is not valid' };
  // A new object of the class has its declared properties, and no others.
  const known = Object.keys(new (target!.constructor as new () => object)());
  return { path: property, message: unknownParameter(property, known) };
}

function unknownParameter(name: string, known: string[]): string {
  if (known.length === 0) return 'is not known here; this address takes no parameters';
  const near = nearestName(name, known);
  return `is not known here; ${near ? `did you mean ${near}? ` : ''}known are ${known.join(', ')}`;
}
