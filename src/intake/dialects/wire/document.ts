import type { SchemaObject } from '@nestjs/swagger';

// What the dialects' documents have in common.

/** The PBX writes texts as numbers at times; they become texts. */
export const SCALAR: SchemaObject = { oneOf: [{ type: 'string' }, { type: 'number' }] };

export const scalar = (example: string | number, description?: string): SchemaObject => ({
  ...SCALAR,
  example,
  ...(description !== undefined && { description }),
});

export const object = (properties: Record<string, SchemaObject>, more: SchemaObject = {}): SchemaObject => ({
  type: 'object',
  properties,
  ...more,
});
