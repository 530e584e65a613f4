/** One event of a stream of server-sent events. */
export interface StreamEvent {
  event: string;
  id: string;
  data: { id: string; callid: string; outcome: string };
}

/** Listens like an EventSource does, but comes back only when a test opens it again. */
export async function openStream(url: string, lastEventId?: string) {
  const abort = new AbortController();
  const response = await fetch(url, {
    headers: lastEventId ? { 'Last-Event-ID': lastEventId } : {},
    signal: abort.signal,
  });
  const events: StreamEvent[] = [];
  let last = lastEventId;
  const reading = read().catch(() => {});
  async function read() {
    let buffer = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      buffer += chunk;
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop()!;
      for (const block of blocks) take(block);
    }
  }
  function take(block: string) {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.replace(/^\w*: /, '')]),
    );
    last = fields.get('id') ?? last;
    const data = fields.get('data');
    if (data !== undefined) events.push({ event: fields.get('event')!, id: last!, data: JSON.parse(data) });
  }
  return {
    response,
    events,
    /** What a client would send to resume. */
    get lastEventId() {
      return last;
    },
    async close() {
      abort.abort();
      await reading;
    },
  };
}
