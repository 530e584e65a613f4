import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** What the build made; the same folder seen from src/ (tests) and from dist/. */
const BUILT = fileURLToPath(new URL('../../dist/dashboard/page/', import.meta.url));

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The page asks nothing but this program, runs no inline script or style, and is framed by nobody. Nothing here needs TLS. */
const POLICY =
  "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";

/** One file as it leaves, compressed the best way the browser takes. */
export interface Served {
  body: Buffer;
  headers: Record<string, string>;
}

/** The page's few files, compressed by the build and kept in memory: a first view costs no disk and no work. */
export class PageFiles {
  private readonly files = new Map<string, ReturnType<typeof prepare>>();

  /** @param zone the zone of reports, which the page needs before it asks for anything */
  constructor(zone: string, folder = BUILT) {
    if (!existsSync(folder)) return; // not built: the rest of the program does not need the page
    const names = readdirSync(folder);
    for (const name of names.filter((one) => !/\.(br|gz)$/.test(one)))
      this.files.set(name, prepare(name, codingsOf(folder + name, zone)));
  }

  /** @param accepted the request's Accept-Encoding */
  find(file: string, accepted: string): Served | undefined {
    const found = this.files.get(file);
    if (!found) return undefined;
    const [coding, body] = found.codings.find(([name]) => name === 'identity' || accepted.includes(name))!;
    const headers: Record<string, string> = { ...found.headers, ETag: `"${found.hash}-${coding}"` };
    if (coding !== 'identity') headers['Content-Encoding'] = coding;
    return { body, headers };
  }
}

/** A file in each coding, the best one first. The page itself has the zone in it, and so is the only one to be compressed here. */
function codingsOf(path: string, zone: string): [string, Buffer][] {
  const bytes = readFileSync(path);
  if (path.endsWith('.html')) {
    const page = Buffer.from(bytes.toString().replace('%TIME_ZONE%', zone));
    return [
      ['br', brotliCompressSync(page)],
      ['gzip', gzipSync(page)],
      ['identity', page],
    ];
  }
  return [
    ['br', readFileSync(`${path}.br`)],
    ['gzip', readFileSync(`${path}.gz`)],
    ['identity', bytes],
  ];
}

function prepare(name: string, codings: [string, Buffer][]) {
  const isPage = name.endsWith('.html');
  return {
    codings,
    hash: createHash('sha256').update(codings.at(-1)![1]).digest('base64url').slice(0, 16),
    headers: {
      'Content-Type': TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream',
      // An asset's name carries the hash of its content; the page itself is asked for again each time.
      'Cache-Control': isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      'X-Content-Type-Options': 'nosniff',
      ...(isPage ? { 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'same-origin' } : {}),
    },
  };
}
