import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** A property that is one of several classes, or a list of such; `discriminator` is the property that tells them apart. */
export function ApiOneOf(
  discriminator: string,
  classes: Record<string, Type>,
  { isArray = false, ...about }: { isArray?: boolean; description?: string } = {},
): PropertyDecorator {
  const schema = oneOfSchema(discriminator, classes);
  return (target, key) => {
    ApiExtraModels(...Object.values(classes))(target.constructor);
    ApiProperty(isArray ? { type: 'array', items: schema, ...about } : { ...schema, ...about })(target, key);
  };
}

/** The schema of a value that is one of several classes; each of them must be among the document's models. */
export function oneOfSchema(discriminator: string, classes: Record<string, Type>) {
  const paths = Object.entries(classes).map(([value, type]) => [value, getSchemaPath(type)] as const);
  return {
    oneOf: [...new Set(paths.map(([, path]) => path))].map(($ref) => ({ $ref })),
    discriminator: { propertyName: discriminator, mapping: Object.fromEntries(paths) },
  };
}
