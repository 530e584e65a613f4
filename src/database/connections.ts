import { hash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { type ClientConfig, Pool, type PoolConfig, type QueryResultRow } from 'pg';
import { Prisma, PrismaClient } from './generated/client.js';

/** What every session starts with: reports sort in memory, compiling a question takes longer than answering it, and times are read as text. */
const SESSION = '-c jit=off -c work_mem=16MB -c timezone=UTC -c datestyle=ISO';

/**
 * How every session of this program is opened: as DATABASE_URL says, with SESSION. `schema=` is Prisma's parameter, which the
 * driver does not know; options of the URL's own are kept.
 */
export function sessionOf(url: string): Pick<ClientConfig, 'connectionString' | 'options'> {
  const target = new URL(url);
  const { searchParams } = target;
  const schema = searchParams.get('schema');
  const own = searchParams.get('options');
  if (schema === null && own === null) return { connectionString: url, options: SESSION };
  searchParams.delete('schema');
  searchParams.delete('options'); // the driver would take them in place of SESSION
  const quoted = schema && `"${schema.replaceAll('"', '""')}"`.replace(/[\\\s]/g, '\\$&');
  const options = [own, quoted && `-c search_path=${quoted}`, SESSION].filter(Boolean).join(' ');
  return { connectionString: target.href, options };
}

/** PostgreSQL bounds each statement of a transaction; Prisma would end the whole of it after 5 s, and an erasure reads everything. */
const TRANSACTION = { maxWait: 10_000, timeout: 24 * 60 * 60_000 };

/** A pool of connections, and the Prisma client that works on it. */
export interface Connections {
  pool: Pool;
  prisma: PrismaClient;
}

type Limits = Pick<
  PoolConfig,
  | 'application_name'
  | 'max'
  | 'connectionTimeoutMillis'
  | 'statement_timeout'
  | 'query_timeout'
  | 'idleTimeoutMillis'
>;

export function openPool(url: string, config: Limits, settings = ''): Pool {
  const { connectionString, options } = sessionOf(url);
  const pool = new Pool({ ...config, connectionString, options: `${options} ${settings}` });
  // A connection that breaks is dropped by the pool, and its query fails; without listeners, one that breaks
  // between two queries would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export function openConnections(url: string, config: Limits): Connections {
  const pool = openPool(url, config);
  const adapter = new PrismaPg(pool, { statementNameGenerator });
  return { pool, prisma: new PrismaClient({ adapter, transactionOptions: TRANSACTION }) };
}

const MARK = '/* planned */';

/**
 * At the beginning of a statement: each connection plans it once, and keeps the plan. For large statements
 * whose best plan does not depend on their values.
 */
export const PLANNED = Prisma.raw(MARK);

export const isPlanned = (sql: string) => sql.startsWith(MARK);

/** The names of statements so far; each connection keeps as many plans. */
const names = new Map<string, string>();

/** PostgreSQL keeps the plan of a statement with a name, and plans one without a name each time. */
function statementNameGenerator({ sql }: { sql: string }): string {
  if (!isPlanned(sql)) return '';
  const name = names.get(sql) ?? hash('sha1', sql);
  names.set(sql, name);
  return name;
}

/** Rows without Prisma. Only for the queries that README.md lists, with what Prisma would cost them. */
export async function rowsByDriver<Row extends QueryResultRow>(
  pool: Pool,
  { text, values }: Pick<Prisma.Sql, 'text' | 'values'>,
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name: statementNameGenerator({ sql: text }), text, values });
  return rows;
}
