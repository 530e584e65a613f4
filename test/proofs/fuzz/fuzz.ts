import { Agent } from 'node:http';
import type { Database } from '../../../src/database/database.js';
import { deliver } from './post.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SENDERS = 64;
const LOOK_EVERY = 1000;

/** The program that is pushed at, and who is to know how many pushes it has answered. */
export interface FuzzTarget {
  port: number;
  database: Database;
  progress: (sent: number) => void;
}

/** What came of a run. */
export interface FuzzReport {
  sent: number;
  /** How often each answer came, by its status and what it says. */
  answers: Record<string, number>;
  /** One sentence for each thing that is not as the API promises. */
  wrong: string[];
}

export const newReport = (): FuzzReport => ({ sent: 0, answers: {}, wrong: [] });

/** The program had no time for an event and said so; it is not one more that was sent. */
export function countResent({ answers }: FuzzReport): void {
  answers['503, sent again'] = (answers['503, sent again'] ?? 0) + 1;
}

export function countAnswer(report: FuzzReport, answer: string): void {
  report.sent += 1;
  report.answers[answer] = (report.answers[answer] ?? 0) + 1;
}

/** Sends every body and compares each answer with what the API promises, then every refused or stored body against the database. */
export async function fuzz(
  bodies: Iterable<Buffer>,
  { port, database, progress }: FuzzTarget,
): Promise<FuzzReport> {
  const report = newReport();
  const refused = new Map<string, Buffer>();
  const stored = new Map<string, Buffer>();
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const queue = bodies[Symbol.iterator]();

  async function sender() {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const body = next.value;
      const answer = await deliver(() => countResent(report), port, agent, body);
      const verdict = judge(answer.status, answer.text, body.length);
      countAnswer(report, `${answer.status} ${verdict.kind}`);
      progress(report.sent);
      if (verdict.wrong)
        report.wrong.push(
          `${verdict.wrong}: ${answer.text.slice(0, 300)} to ${body.toString().slice(0, 300)}`,
        );
      if (verdict.quarantined) refused.set(verdict.quarantined, body);
      if (verdict.stored) stored.set(verdict.stored, body);
      if (refused.size + stored.size >= LOOK_EVERY) await look();
    }
  }

  /** Soon after they were sent: the quarantine is bounded, and lets the oldest go. */
  async function look() {
    const [kept, events] = [new Map(refused), new Map(stored)];
    refused.clear();
    stored.clear();
    report.wrong.push(
      ...(await missing(
        database,
        kept,
        'SELECT id::text, body FROM quarantined_bodies WHERE id = ANY($1::uuid[])',
      )),
      ...(await missing(
        database,
        events,
        'SELECT id::text, raw AS body FROM transfers WHERE id = ANY($1::uuid[])',
      )),
    );
  }

  await Promise.all(Array.from({ length: SENDERS }, sender));
  agent.destroy();
  await look();
  return report;
}

interface Verdict {
  kind: string;
  wrong?: string;
  /** The id under which the body must lie in quarantine. */
  quarantined?: string;
  /** The id under which the body must be the raw event. */
  stored?: string;
}

function judge(status: number, text: string, size: number): Verdict {
  let body: {
    status?: string;
    id?: unknown;
    quarantined?: unknown;
    errors?: unknown;
  };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    return { kind: 'no JSON', wrong: `an answer ${status} that is no JSON` };
  }
  const kind = body.status ?? '';
  const id = body.id;
  if (status === 200) {
    if (kind === 'recorded' || kind === 'ignored') return { kind };
    if (typeof id !== 'string' || !UUID.test(id)) return { kind, wrong: 'an answer without an id' };
    if (kind === 'stored') return { kind, stored: id };
    if (kind === 'duplicate') return { kind };
    if (kind === 'quarantined') return { kind, quarantined: id, wrong: faulty(body) };
  }
  if (status === 400) {
    const quarantined = body.quarantined;
    if (typeof quarantined !== 'string' || !UUID.test(quarantined))
      return { kind, wrong: 'a refusal that kept nothing' };
    return { kind: 'refused', quarantined, wrong: faulty(body) };
  }
  if (status === 413 && size > 256 * 1024) return { kind: 'too large' };
  return { kind, wrong: 'an answer that the API does not have' };
}

/** A refusal names at least one fault, each with a path and a sentence. */
function faulty({ errors }: { errors?: unknown }): string | undefined {
  const named =
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every((e: { path?: unknown; message?: unknown }) => typeof e.path === 'string' && !!e.message);
  return named ? undefined : 'a refusal that does not say what is wrong';
}

/** Bodies that are not in the database byte for byte under the id that was answered. */
async function missing(database: Database, bodies: Map<string, Buffer>, query: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string; body: Buffer }>(query, [[...bodies.keys()]]);
  const found = new Map(rows.map(({ id, body }) => [id, body]));
  return [...bodies]
    .filter(([id, body]) => !found.get(id)?.equals(body))
    .map(([id]) => `${id} is not there byte for byte`);
}
