import { newEvent } from '../events.js';

/** Sends events, one after the other, until it is stopped; keeps the call ids of those answered 200. */
export function startSender(url: string) {
  const answered: string[] = [];
  let stopped = false;
  const sending = (async () => {
    while (!stopped) {
      const { callid, body } = newEvent();
      const response = await fetch(url, { method: 'POST', body }).catch(() => null);
      if (!response) return; // the program has ended
      if (response.status === 200) answered.push(callid);
      await response.arrayBuffer().catch(() => {});
    }
  })();
  return {
    answered,
    async stop() {
      stopped = true;
      await sending;
    },
  };
}
