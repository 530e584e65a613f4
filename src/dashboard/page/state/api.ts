/** An answer other than 2xx; its message is the API's own sentence, which says what to do. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

const AWAY = 'The program does not answer. It is asked again in a moment.';

/** GET, as JSON. @throws ApiRefusal */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await reach(path, {
    ...(signal ? { signal } : {}),
    headers: { Accept: 'application/json' },
  });
  return (await response.json()) as T;
}

/** Sends a key and gets the page's cookie. @throws ApiRefusal */
export async function signIn(key: string): Promise<void> {
  await reach('/session', { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
  localStorage.setItem(SIGNED_IN, 'yes');
}

/** The cookie itself no script can see. */
export const isSignedIn = () => localStorage.getItem(SIGNED_IN) !== null;
const SIGNED_IN = 'handoff:signed-in';

export async function signOut(): Promise<void> {
  await reach('/session', { method: 'DELETE' });
  localStorage.removeItem(SIGNED_IN);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new ApiRefusal(0, AWAY);
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new ApiRefusal(response.status, problem.detail ?? response.statusText);
}
