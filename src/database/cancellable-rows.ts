import { randomUUID } from 'node:crypto';
import type { Connections } from './connections.js';
import { Prisma } from './generated/client.js';

/**
 * The rows of a statement that may take long. When `gone` aborts, PostgreSQL ends it: nobody waits for them any more. The
 * statement is found by a mark of its own, since Prisma does not say which connection runs it.
 * @throws AbortError where `gone` aborted
 */
export async function cancellableRows<Row>(
  prisma: Connections['prisma'],
  statement: Prisma.Sql,
  gone?: AbortSignal,
): Promise<Row[]> {
  if (!gone) return prisma.$queryRaw<Row[]>(statement);
  gone.throwIfAborted();
  const mark = `/* ${randomUUID()} */`;
  const end = () =>
    void prisma.$queryRaw`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE starts_with(query, ${mark})`.catch(
      () => {}, // it then runs to its end, as long as any statement may
    );
  gone.addEventListener('abort', end, { once: true });
  try {
    return await prisma.$queryRaw<Row[]>(Prisma.sql`${Prisma.raw(mark)} ${statement}`);
  } catch (error) {
    gone.throwIfAborted();
    throw error;
  } finally {
    gone.removeEventListener('abort', end);
  }
}

/** Nobody waits for the answer any more: no fault of the server that was asked. */
export const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError';
