/** `/openapi.json`, as far as the tests look at it. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: object }> };
}

interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  parameters?: { name: string; in: string; description?: string; schema?: object }[];
  requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
  responses: Record<string, Answer>;
}

interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema: { $ref?: string } }>;
}

/** Every operation, with a name such as `GET /transfers`. */
export const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

/** What an answer has and the document does not say: its media type, the headers that a client acts on, its fields. */
export function undeclared(
  document: Document,
  name: string,
  { status, headers, body }: { status: number; headers: Headers; body?: object },
): string[] {
  const { operation } = operationsOf(document).find((one) => one.name === name)!;
  const declared = operation.responses[status]!;
  const type = headers.get('content-type')!.split(';')[0]!;
  const content = declared.content?.[type];
  const schema = document.components.schemas[content?.schema.$ref?.split('/').at(-1) ?? ''];
  const acted = ['Link', 'Retry-After', 'Allow'].filter((one) => headers.has(one));
  return [
    ...(content ? [] : [type]),
    ...acted.filter((header) => !declared.headers?.[header]),
    ...Object.keys(body ?? {}).filter((field) => !(field in (schema?.properties ?? {}))),
  ];
}

/** The fields of a schema whose own fields have no fixed names, with what those hold. */
export function fieldsLeftOpen(schema: unknown): [name: string, holds: unknown][] {
  const { properties = {} } = schema as { properties?: Record<string, { additionalProperties?: unknown }> };
  return Object.entries(properties).flatMap(([name, { additionalProperties }]) =>
    additionalProperties === undefined ? [] : [[name, additionalProperties]],
  );
}
