import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Sight } from '../transfer/visibility.js';
import type { Scope } from './key.js';

export const ALLOWED = 'handoff:allowed';

/** Whom a route lets in: holders of a key with this scope, or everyone. A route that does not say is the admin's. */
export const Allow = (whom: Scope | 'everyone') => SetMetadata(ALLOWED, whom);

const sights = new WeakMap<IncomingMessage, Sight>();

export function remember(req: IncomingMessage, sight: Sight): void {
  sights.set(req, sight);
}

/** What the one who asks may see, as the guard found it. */
export const Sees = createParamDecorator((_: unknown, context: ExecutionContext): Sight => {
  const sight = sights.get(context.switchToHttp().getRequest<IncomingMessage>());
  if (!sight) throw new Error('A route that asks what may be seen cannot be open to everyone.');
  return sight;
});
