import { SetMetadata } from '@nestjs/common';
import type { Scope } from './key.js';

export const ALLOWED = 'handoff:allowed';
export const UNLIMITED = 'handoff:unlimited';

/** Who may call a route: holders of a key with this scope, or everyone. Without it a route needs admin. */
export const Allow = (who: Scope | 'everyone') => SetMetadata(ALLOWED, who);

/** Refuses keys limited to PBXes or extensions: what the route shows is of the whole program. */
export const UnlimitedOnly = () => SetMetadata(UNLIMITED, true);
