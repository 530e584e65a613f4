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

/** The page's few files, compressed once and kept in memory: a first view costs no disk and no work. */
export class PageFiles {
  private readonly files = new Map<string, ReturnType<typeof prepare>>();

  /** @param zone the zone of reports, which the page needs before it asks for anything */
  constructor(zone: string, folder = BUILT) {
    if (!existsSync(folder)) return; // not built: the rest of the program does not need the page
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(folder + name);
      this.files.set(name, prepare(name, name === 'index.html' ? withZone(bytes, zone) : bytes));
    }
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

function prepare(name: string, bytes: Buffer) {
  const isPage = name.endsWith('.html');
  const codings: [string, Buffer][] = [
    ['br', brotliCompressSync(bytes)],
    ['gzip', gzipSync(bytes)],
    ['identity', bytes],
  ];
  return {
    codings,
    hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 16),
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

function withZone(page: Buffer, zone: string): Buffer {
  return Buffer.from(page.toString().replace('%TIME_ZONE%', zone));
}
