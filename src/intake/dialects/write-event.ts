import type { PbxEvent } from '../../transfer/event.js';
import { dialectNamed } from './dialects.js';

/**
 * The event as a PBX of its dialect puts it on the wire; null where that dialect has no way to say it, such as a
 * channel id in v1 or a `legid` in v2.
 */
export function writeEvent(event: PbxEvent): string | null {
  return dialectNamed(event.dialect).write(event);
}
