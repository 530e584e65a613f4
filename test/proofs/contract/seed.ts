import { execFileSync } from 'node:child_process';
import type { Document } from './rounds.js';
import { ext, statusEvent, transferEvent } from '../../support/pushes.js';

/** The document, and what is there of what its paths ask for. */
export interface Seeded {
  document: Document;
  there: Record<string, string[]>;
}

export const SECRET = 'a-long-word-that-nobody-guesses';
const CALL = '1571981647.117';

/** One of everything that the routes show; `events` is where this program takes them. */
export async function seed(url: string, events: string, key: string): Promise<Seeded> {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      ...init,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    });
  const post = async (event: object) =>
    (await ask(events, { method: 'POST', body: JSON.stringify(event) })).json();
  const stored = (await post(transferEvent(CALL))) as { id: string };
  await post(statusEvent(CALL, [ext('2000', '2d', 'ANSWER')]));
  const refused = (await post({ ...transferEvent(CALL), callid: undefined })) as { quarantined: string };
  await ask('/extensions/1020', {
    method: 'PUT',
    body: JSON.stringify({ name: 'Reception', group: 'front' }),
  });
  return {
    document: (await (await ask('/openapi.json')).json()) as Document,
    there: {
      '/events/{secret}': [SECRET],
      '/transfers/{id}': [stored.id],
      '/calls/{callid}': [CALL],
      '/quarantine/{id}': [refused.quarantined],
      '/quarantine/{id}/raw': [refused.quarantined],
      '/quarantine/{id}/replay': [refused.quarantined],
    },
  };
}

export function makeAdminKey(databaseUrl: string): string {
  return execFileSync(process.execPath, ['dist/access/key-command.js', '--scope', 'admin'], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
