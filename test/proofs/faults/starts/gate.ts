import { Client } from 'pg';

const KEY = 0x67617465;

/**
 * Holds one migration of the program in its transaction (`in`), or after it, before the ledger says so (`after`): an
 * event trigger and a trigger of the ledger wait for a lock that this holds.
 */
export async function closeGate(url: string, migration: string, at: 'in' | 'after') {
  const client = new Client({ connectionString: url, application_name: 'the gate' });
  client.on('error', () => {}); // a power cut ends it
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [KEY]);
  await client.query(at === 'in' ? inside(migration) : afterwards(migration));

  const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = ${KEY}
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  return {
    isReached: async () => (await client.query(waiting)).rowCount! > 0,
    /** Whether another connection of a program waits as well: for what the held one has locked. */
    async isNextWaiting() {
      const { rowCount } = await client.query(
        `SELECT FROM pg_stat_activity WHERE application_name = 'handoff migrations' AND wait_event_type = 'Lock'
         AND datname = current_database()`,
      );
      return rowCount! > 1;
    },
    /** Lets the held migration go on. */
    open: () => client.query('SELECT pg_advisory_unlock_all()').catch(() => {}),
    close: () => client.end().catch(() => {}),
  };
}

export type Gate = Awaited<ReturnType<typeof closeGate>>;

/** Takes the triggers away, once nobody uses them. */
export async function removeGates(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('DROP SCHEMA IF EXISTS gate CASCADE');
  await client.end();
}

/** In a schema of its own: the program migrates only an empty one. */
const inside = (migration: string) => `
  CREATE SCHEMA gate;
  CREATE FUNCTION gate.wait() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF to_regclass('public._prisma_migrations') IS NULL THEN RETURN; END IF;
    IF EXISTS (SELECT FROM public._prisma_migrations WHERE migration_name = '${migration}' AND finished_at IS NULL)
    THEN PERFORM pg_advisory_lock_shared(${KEY}); PERFORM pg_advisory_unlock_shared(${KEY}); END IF;
  END $$;
  CREATE EVENT TRIGGER gate ON ddl_command_end EXECUTE FUNCTION gate.wait();`;

/** The ledger of a first start is made by the program, so its trigger is made when it is. */
const afterwards = (migration: string) => `
  CREATE SCHEMA gate;
  CREATE FUNCTION gate.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.migration_name = '${migration}' AND NEW.finished_at IS NOT NULL
    THEN PERFORM pg_advisory_lock_shared(${KEY}); PERFORM pg_advisory_unlock_shared(${KEY}); END IF;
    RETURN NEW;
  END $$;
  CREATE FUNCTION gate.made() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF to_regclass('public._prisma_migrations') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'gate') THEN
      CREATE TRIGGER gate BEFORE UPDATE ON public._prisma_migrations FOR EACH ROW EXECUTE FUNCTION gate.wait();
    END IF;
  END $$;
  CREATE EVENT TRIGGER gate ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION gate.made();
  DO $$ BEGIN IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    CREATE TRIGGER gate BEFORE UPDATE ON public._prisma_migrations FOR EACH ROW EXECUTE FUNCTION gate.wait();
  END IF; END $$;`;
