import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Visibility } from '../transfer/visibility.js';
import type { Scope } from './key.js';

export const ALLOWED = 'handoff:allowed';

/** Who may call a route: holders of a key with this scope, or everyone. Without it a route needs admin. */
export const Allow = (who: Scope | 'everyone') => SetMetadata(ALLOWED, who);

const visibilities = new WeakMap<IncomingMessage, Visibility>();

export function remember(req: IncomingMessage, visibility: Visibility): void {
  visibilities.set(req, visibility);
}

/** What the caller may see, as the guard noted it. */
export const CallerVisibility = createParamDecorator((_: unknown, context: ExecutionContext): Visibility => {
  const visibility = visibilities.get(context.switchToHttp().getRequest<IncomingMessage>());
  if (!visibility) throw new Error('A route that asks what may be seen cannot be open to everyone.');
  return visibility;
});
