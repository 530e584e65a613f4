/** Certificates that Node.js does not trust, by its codes. */
const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** Why the database cannot be used, in one line that says what to do where that is known. */
export function connectFailure(error: unknown, url: string): string {
  if (error instanceof AggregateError && error.errors.length > 0) return connectFailure(error.errors[0], url);
  // Some errors of the network have no message, only a code; the schema engine adds where it was to its message.
  const { code = '', message } = error as NodeJS.ErrnoException;
  const line = (message || code).split('\n')[0]!.replace(/^ERROR: /, '');
  const toRun = remedy(code, line, new URL(url));
  return `The database cannot be used: ${toRun ? `${line}: ${toRun}` : line}`;
}

function remedy(code: string, line: string, { pathname, username, searchParams }: URL): string | undefined {
  if (UNTRUSTED.test(code))
    return (
      'this machine does not trust the certificate of the server: add sslrootcert=<the file of its authority> to ' +
      'DATABASE_URL, or sslmode=no-verify where the network between them is trusted.'
    );
  if (
    code === '28000' &&
    line.includes('no encryption') &&
    !/require|verify/.test(searchParams.get('sslmode') ?? '')
  )
    return 'where it takes only connections with TLS, add sslmode=verify-full to DATABASE_URL.';
  if (line === 'The server does not support SSL connections')
    return 'switch TLS on there (ssl = on), or take sslmode out of DATABASE_URL.';
  if (code === '28P01') return 'set the right user and password in DATABASE_URL.';
  if (code === '3D000')
    return `run CREATE DATABASE "${decodeURIComponent(pathname.slice(1))}" OWNER "${decodeURIComponent(username)}";`;
  if (line.includes('unsupported startup parameter')) return POOLER;
  return undefined;
}

/** Session locks, prepared statements and the session's settings need a connection of their own. */
export const POOLER =
  'a pooler (such as PgBouncer) stands between, and does not pass on the settings of a session: ' +
  'set DATABASE_URL to the address of PostgreSQL itself; the program keeps a pool of its own.';
