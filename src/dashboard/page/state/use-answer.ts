import { useEffect, useState } from 'preact/hooks';
import { ask, ApiRefusal } from './api.js';

export interface ApiAnswer<T> {
  data: T | undefined;
  refusal: ApiRefusal | undefined;
  /** What is shown belongs to the question before. */
  outdated: boolean;
}

const RETRY_MS = 5_000;
const answers = new Map<string, unknown>();

/**
 * Asks `path` again whenever it or `round` changes; the last answer stays on screen until the next is there, so nothing
 * flickers. An API that is away (no answer, 503) is asked again until it is back.
 */
export function useAnswer<T>(path: string, round = 0): ApiAnswer<T> {
  const [answer, setAnswer] = useState<{ path: string; data?: T; refusal?: ApiRefusal }>({ path: '' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const get = async () => {
      try {
        const data = await ask<T>(path, stop.signal);
        remember(path, data);
        setAnswer({ path, data });
      } catch (refusal) {
        if (stop.signal.aborted || !(refusal instanceof ApiRefusal)) return;
        setAnswer((last) => ({ ...last, path, refusal }));
        if (refusal.status === 401) dispatchEvent(new Event(KEY_NEEDED));
        if (refusal.status === 0 || refusal.status === 503)
          timer = setTimeout(() => setAttempt((last) => last + 1), RETRY_MS);
      }
    };
    void get();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [path, round, attempt]);
  const known = answer.path === path ? answer.data : (answers.get(path) as T | undefined);
  return {
    data: known ?? answer.data,
    refusal: answer.path === path ? answer.refusal : undefined,
    outdated: answer.path !== path,
  };
}

/** A read was answered 401. */
export const KEY_NEEDED = 'handoff:key-needed';

/** The back button shows at once what was there; bounded, since a page may stay open for weeks. */
function remember(path: string, data: unknown) {
  answers.delete(path);
  answers.set(path, data);
  if (answers.size > 60) answers.delete(answers.keys().next().value!);
}
