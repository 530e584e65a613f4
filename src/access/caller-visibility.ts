import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Visibility } from '../transfer/visibility.js';

const visibilities = new WeakMap<IncomingMessage, Visibility>();

/** Keeps what the caller may see, for `@CallerVisibility()`. */
export function rememberVisibility(req: IncomingMessage, visibility: Visibility): void {
  visibilities.set(req, visibility);
}

/** What the caller may see, as the guard noted it. */
export const CallerVisibility = createParamDecorator((_: unknown, context: ExecutionContext): Visibility => {
  const visibility = visibilities.get(context.switchToHttp().getRequest<IncomingMessage>());
  if (!visibility) throw new Error('A route that asks what may be seen cannot be open to everyone.');
  return visibility;
});
