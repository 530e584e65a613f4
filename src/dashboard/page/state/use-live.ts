import { useEffect, useState } from 'preact/hooks';
import type { Page, TransferAnswer } from './answers.js';
import { type ApiAnswer, useAnswer } from './use-answer.js';
import { filterOf, isRunning, type View } from './view.js';

export type LiveState = 'live' | 'connecting' | 'lost' | 'paused';

const SHOWN = 12;
/** Figures are asked again at most this often, however many events arrive. */
const ROUND_MS = 3_000;
const RECONNECT_MS = 4_000;

/**
 * The newest transfers of the view, growing with the stream; `round` counts up when figures have changed. The list is
 * asked again after each connection, so what came in between is not missed.
 */
export function useLive(view: View): { list: ApiAnswer<TransferAnswer[]>; state: LiveState; round: number } {
  const filter = filterOf(view);
  const running = isRunning(view);
  const [state, setState] = useState<LiveState>('connecting');
  const [round, setRound] = useState(0);
  const [connection, setConnection] = useState(0);
  const [arrived, setArrived] = useState<{ filter: string; rows: TransferAnswer[] }>({
    filter: '',
    rows: [],
  });
  const key = filter.toString();
  const list = useAnswer<Page<TransferAnswer>>(`/transfers?${filter}&limit=${SHOWN}`, connection);

  useEffect(() => {
    setArrived({ filter: key, rows: [] });
    if (!running) return setState('paused');
    setState('connecting');
    let due: ReturnType<typeof setTimeout> | undefined;
    const close = keepStream(filter, {
      isOpen: () => {
        setState('live');
        setConnection((last) => last + 1);
      },
      isLost: () => setState('lost'),
      takes: (transfer) => {
        setArrived(({ rows }) => ({
          filter: key,
          rows: [transfer, ...rows.filter((row) => row.id !== transfer.id)],
        }));
        due ??= setTimeout(() => {
          due = undefined;
          setRound((last) => last + 1);
        }, ROUND_MS);
      },
    });
    return () => {
      close();
      clearTimeout(due);
    };
  }, [key, running]);

  const fresh = arrived.filter === key ? arrived.rows : [];
  const data = list.data && merge(fresh, list.data.data);
  return { list: { ...list, data }, state, round };
}

interface Listener {
  isOpen(): void;
  isLost(): void;
  takes(transfer: TransferAnswer): void;
}

/** Opens the stream, and again whenever it ends; returns what closes it. */
function keepStream(filter: URLSearchParams, listener: Listener): () => void {
  let stream: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const take = (event: MessageEvent<string>) => listener.takes(JSON.parse(event.data) as TransferAnswer);
  const connect = () => {
    stream = new EventSource(streamPath(filter));
    stream.addEventListener('open', () => listener.isOpen());
    stream.addEventListener('transfer', take);
    stream.addEventListener('story', take);
    stream.addEventListener('error', () => {
      listener.isLost();
      // A browser gives up after an answer that is no stream; the program may only be starting again.
      if (stream.readyState === EventSource.CLOSED) retry = setTimeout(connect, RECONNECT_MS);
    });
  };
  connect();
  return () => {
    stream.close();
    clearTimeout(retry);
  };
}

/** What arrives is new: the stream needs no period. */
function streamPath(filter: URLSearchParams): string {
  const query = new URLSearchParams([...filter].filter(([name]) => !['from', 'to', 'tz'].includes(name)));
  return `/transfers/stream?${query}`.replace(/\?$/, '');
}

/** A transfer whose story changed stands where it stood, as it is now. */
function merge(fresh: TransferAnswer[], known: TransferAnswer[]): TransferAnswer[] {
  const newest = new Map([...known, ...fresh.toReversed()].map((transfer) => [transfer.id, transfer]));
  return [...newest.values()].sort((a, b) => b.receivedAt.localeCompare(a.receivedAt)).slice(0, SHOWN);
}
