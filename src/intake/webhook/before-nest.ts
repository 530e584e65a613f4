import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { RequestLog } from '../../http/request-log.js';
import { peekBody } from './event-body.js';
import type { Misdirected } from './misdirected.js';
import type { Webhook } from './webhook.js';

const EVENT_PATH = /^\/(?:events(?:\/([^/?#]+))?)?$/;
const EVENT_PATH_AND_QUERY = /^\/(?:events(?:\/([^/?#]+))?)?(?=\/?(?:[?#]|$))/;
/** A spelling that Nest's router may know for an event's address. */
const LIKE_EVENT_PATH = /^\/*(?:events.*)?$/is;

/**
 * Takes events ahead of Express's and Nest's routers, which cost more than everything else an event needs. Only the
 * exact addresses; any other spelling of them takes the controller, which calls the same `answer`. A push to an address
 * that is there for something else is kept and refused before that address can answer it.
 */
export function handleEventsBeforeNest(
  server: Server,
  webhook: Webhook,
  misdirected: Misdirected,
  requests: RequestLog,
) {
  const nest = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  const handOn = (req: IncomingMessage, res: ServerResponse) => {
    for (const listener of nest) listener(req, res);
  };
  const refuse = (req: IncomingMessage, res: ServerResponse, status: 404 | 405, route: string) => {
    requests.follow(req, res, () => route);
    void misdirected.answer(req, res, status);
  };
  server.on('request', (req, res) => {
    const isPost = req.method === 'POST';
    const path = (isPost ? EVENT_PATH : EVENT_PATH_AND_QUERY).exec(req.url ?? '');
    if (!isDecodable(req.url ?? '')) return refuse(req, res, 404, 'undecodable');
    if (path === null) {
      const mayBeEvent = isPost && LIKE_EVENT_PATH.test(pathOf(req));
      if (mayBeEvent) return handOn(req, res);
      return void isPushToOtherAddress(req, misdirected).then((isPush) =>
        isPush ? refuse(req, res, 404, 'misdirected') : handOn(req, res),
      );
    }
    const isPage = path[0] === '/' && /^(?:GET|HEAD)$/.test(req.method ?? '');
    if (isPage && !hasBody(req) && !misdirected.looksLikePush(req)) return handOn(req, res);
    const route = path[1] === undefined ? path[0] : '/events/:secret';
    if (!isPost) return refuse(req, res, 405, route);
    requests.follow(req, res, () => route);
    void webhook.answer(req, res);
  });
}

const isPushToOtherAddress = async (req: IncomingMessage, misdirected: Misdirected): Promise<boolean> =>
  misdirected.isSurelyPush(req) || (hasBody(req) && misdirected.isSurelyPush(req, await peekBody(req)));

/** No browser sends one with the question for a page. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;

const pathOf = ({ url = '' }: IncomingMessage): string => decodeURIComponent(url.split('?')[0]!);

/** Express refuses a path with a stray percent sign before anybody can look at what came with it. */
function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url.split('?')[0]!);
    return true;
  } catch {
    return false;
  }
}
