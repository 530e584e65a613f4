import { readFileSync } from 'node:fs';

export const APIS = ['v1', 'v2', 'p'] as const;

/** One PBX that the program logs in to. */
export interface LinkSettings {
  /** `PBX_1`, or the name that the file gives it. */
  name: string;
  api: (typeof APIS)[number];
  /** `https://192.168.5.150:8088` */
  url: string;
  user: string;
  password: string;
  /** Where the PBX is to push to (v1, v2); null: the address that this machine has on the way to the PBX. */
  pushUrl: string | null;
  /** SHA-256 of the PBX's self-signed certificate; null: the certificate must be signed by an authority. */
  fingerprint: string | null;
}

/** The variables of one PBX, which follow PBX_1_, PBX_2_ and so on. PBX_FILE names the same fields by their keys. */
export const linkVariables = {
  url: { name: 'URL', sentence: "the PBX's address, such as https://192.168.5.150:8088" },
  user: { name: 'USER', sentence: "the user of the PBX's API" },
  password: { name: 'PASSWORD', sentence: 'the password of that user' },
  api: { name: 'API', sentence: 'which API the PBX has: v1 or v2 (S-Series, Cloud, K2), or p (P-Series)' },
  pushUrl: {
    name: 'PUSH_URL',
    sentence:
      'where the PBX is to push to (v1 and v2), such as http://192.168.5.2:8260/events; none: found out, with the first of EVENT_SECRETS',
  },
  fingerprint: {
    name: 'FINGERPRINT',
    sentence:
      'the SHA-256 fingerprint of the certificate that the PBX signed itself; none: an authority must have signed it',
  },
} as const;

type Field = keyof typeof linkVariables;
const FIELDS = Object.keys(linkVariables) as Field[];

/** What somebody wrote about one PBX, not yet checked. */
type RawLink = Partial<Record<Field, string>> & { name: string };

/** Reads PBX_1_URL, PBX_1_USER and so on for every number, and the list in the JSON file; faults are added to the list. */
export function readLinks(env: NodeJS.ProcessEnv, file: string | null, faults: string[]): LinkSettings[] {
  const links = [...fromVariables(env), ...(file === null ? [] : fromFile(file, faults))].map((raw) =>
    toLink(raw, faults),
  );
  const names = links.map(({ name }) => name);
  if (new Set(names).size < names.length) faults.push('PBX_FILE gives two PBXes one name.');
  return links;
}

function fromVariables(env: NodeJS.ProcessEnv): RawLink[] {
  const numbers = Object.keys(env).flatMap(
    (name) => /^PBX_(\d+)_(?:URL|USER|PASSWORD|API)$/.exec(name)?.[1] ?? [],
  );
  return [...new Set(numbers)]
    .sort((a, b) => Number(a) - Number(b))
    .map((n) => ({
      name: `PBX_${n}`,
      ...Object.fromEntries(
        FIELDS.map((field) => [field, env[`PBX_${n}_${linkVariables[field].name}`]?.trim()]).filter(
          ([, value]) => value,
        ),
      ),
    }));
}

function fromFile(file: string, faults: string[]): RawLink[] {
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(list)) throw new Error('it is no list');
    return (list as Record<string, unknown>[]).map((one, n) => ({
      ...(Object.fromEntries(
        Object.entries(one).filter(([, value]) => typeof value === 'string'),
      ) as Partial<RawLink>),
      name: typeof one['name'] === 'string' ? one['name'] : `PBX_FILE[${n}]`,
    }));
  } catch (error) {
    faults.push(
      `PBX_FILE cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it is no JSON list of objects'}.`,
    );
    return [];
  }
}

function toLink(
  { name, url, user, password, api, pushUrl, fingerprint }: RawLink,
  faults: string[],
): LinkSettings {
  if (!url || !/^https?:$/.test(schemeOf(url)))
    faults.push(`${name}: its URL is one such as https://192.168.5.150:8088.`);
  if (!user || !password) faults.push(`${name}: it needs a user and a password of the PBX's API.`);
  if (!APIS.some((known) => known === api)) faults.push(`${name}: its API is one of ${APIS.join(', ')}.`);
  if (pushUrl && schemeOf(pushUrl) !== 'http:')
    faults.push(`${name}: its PUSH_URL is one such as http://192.168.5.2:8260/events.`);
  return {
    name,
    api: api as LinkSettings['api'],
    url: (url ?? '').replace(/\/+$/, ''),
    user: user ?? '',
    password: password ?? '',
    pushUrl: pushUrl ?? null,
    fingerprint: fingerprint?.replaceAll(':', '').toLowerCase() ?? null,
  };
}

const schemeOf = (url: string) => (URL.canParse(url) ? new URL(url).protocol : '');
