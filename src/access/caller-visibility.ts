import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Visibility } from '../transfer/visibility.js';

/** Who asks: the id of a key, or an address. */
interface Caller {
  id: string;
  visibility: Visibility;
}

const callers = new WeakMap<IncomingMessage, Caller>();

/** Keeps who asks and what he may see, for `callerOf` and `@CallerVisibility()`. */
export function rememberCaller(req: IncomingMessage, caller: Caller): void {
  callers.set(req, caller);
}

/** The id of the caller's key; of one without a key, the address. */
export const callerOf = (req: IncomingMessage): string => known(req).id;

/** What the caller may see, as the guard noted it. */
export const CallerVisibility = createParamDecorator(
  (_: unknown, context: ExecutionContext): Visibility =>
    known(context.switchToHttp().getRequest<IncomingMessage>()).visibility,
);

function known(req: IncomingMessage): Caller {
  const caller = callers.get(req);
  if (!caller) throw new Error('A route that asks who calls cannot be open to everyone.');
  return caller;
}
