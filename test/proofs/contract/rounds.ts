import { SECRET, type Seeded } from './seed.js';

export interface Document {
  paths: Record<string, Record<string, Operation>>;
  /** The schemes of which one is enough. */
  security?: Record<string, string[]>[];
  components: { securitySchemes: Record<string, object> };
}
interface Operation {
  parameters?: Parameter[];
  responses: Record<string, { content?: Record<string, object> }>;
}
interface Parameter {
  name: string;
  in: string;
  schema: object;
  example?: unknown;
}

/** A part of the document, asked of a program with these settings. */
export interface Round {
  name: string;
  settings: Record<string, string>;
  /** Whether Specmatic asks what the document does not allow, too, which must be answered 4xx. */
  wrong: boolean;
  document(seeded: Seeded): Document;
}

const SECRET_PATH = '/events/{secret}';
const INTAKE = ['/', '/events', SECRET_PATH];
/** What Specmatic cannot read, and our own tests do. */
const UNREADABLE = [
  '/transfers/stream', // it waits for the end of an answer
  '/assets/{name}', // it takes the answer's */* for the name of a type
  '/openapi.json', // it refuses fields that a schema does not name, and the document names a few of its own
];
/** Specmatic leaves out each set of parameters once: 8 requests for three of them, millions for two dozen. */
const AT_A_TIME = 3;
const MOST = 24;

/** What is right or wrong only beside another parameter, which OpenAPI has no words for: values that suit each other. */
const SUITABLE: Record<string, string[]> = {
  from: ['2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00+01:00'],
  to: ['2027-01-01', '2027-01-01T00:00:00Z'],
  role: ['any'], // every other one needs `ext` or `group`
  hours: ['09:00-18:00', '22:00-06:00'], // never from a time to the same
  tz: ['Europe/Madrid', 'Asia/Kathmandu', 'UTC'],
  compare: ['previous', '2025-01-01/2025-12-31'],
};

export const ROUNDS: Round[] = [
  // An event that is no transfer is answered 200, whatever it holds: nothing is wrong that the document does not name.
  {
    name: 'events',
    settings: {},
    wrong: false,
    document: (seeded) => partOf(seeded, (one) => INTAKE.includes(one) && one !== SECRET_PATH, 0),
  },
  {
    name: 'events at the secret address',
    settings: { EVENT_SECRETS: SECRET },
    wrong: false,
    document: (seeded) => partOf(seeded, (one) => one === SECRET_PATH, 0),
  },
  ...Array.from({ length: MOST / AT_A_TIME }, (_, n) => ({
    name: `parameters ${n * AT_A_TIME + 1} to ${(n + 1) * AT_A_TIME} of each route`,
    settings: {},
    wrong: true,
    document: (seeded: Seeded) => partOf(seeded, (one) => ![...UNREADABLE, ...INTAKE].includes(one), n),
  })),
];

/** These paths, as far as they have an `n`th handful of parameters; what there is none of is asked in the first. */
function partOf({ document, there }: Seeded, has: (path: string) => boolean, n: number): Document {
  const part = structuredClone(document);
  // Specmatic wants a token for every scheme that is named, and a session is only another way to show a key.
  part.security = part.security?.filter((scheme) => 'bearer' in scheme);
  part.components.securitySchemes = { bearer: part.components.securitySchemes['bearer']! };
  for (const [path, methods] of Object.entries(part.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const { parameters = [] } = operation;
      // A cursor is right only beside the filter of its page, and the list's separator only where CSV is asked for.
      const dependent = path === '/transfers' ? ['cursor', 'separator'] : ['cursor'];
      const query = parameters.filter((p) => p.in === 'query' && !dependent.includes(p.name));
      if (query.length > MOST) throw new Error(`${path} has more than ${MOST} parameters`);
      const few = query.slice(n * AT_A_TIME, (n + 1) * AT_A_TIME);
      operation.parameters = [...parameters.filter((p) => p.in !== 'query'), ...few].map((p) =>
        withValues(p, p.in === 'path' ? there[path] : SUITABLE[p.name]),
      );
      for (const answer of Object.values(operation.responses)) onlyJson(answer);
      if (!has(path) || (n > 0 && few.length === 0)) delete methods[method];
    }
    if (Object.keys(methods).length === 0) delete part.paths[path];
  }
  return part;
}

/** Specmatic asks for whatever type, and is answered JSON where there are several. */
function onlyJson({ content = {} }: Operation['responses'][string]) {
  if ('application/json' in content)
    for (const type of Object.keys(content)) if (type !== 'application/json') delete content[type];
}

function withValues({ example: _, ...parameter }: Parameter, values: string[] | undefined): Parameter {
  if (!values) return parameter;
  const schema = { type: 'string', enum: values };
  return {
    ...parameter,
    schema: 'items' in parameter.schema ? { ...parameter.schema, items: schema } : schema,
  };
}
