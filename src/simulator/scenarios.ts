import type { Scenario } from './scenario.js';
import { attended } from './scenarios/attended.js';
import { blind } from './scenarios/blind.js';
import { callId } from './scenarios/call-id.js';
import { chain } from './scenarios/chain.js';
import { elsewhere } from './scenarios/elsewhere.js';
import { failed } from './scenarios/failed.js';
import { forward } from './scenarios/forward.js';
import { group } from './scenarios/group.js';
import { recall } from './scenarios/recall.js';

/** Every way in which a call is handed on, or nearly. */
export const scenarios: readonly Scenario[] = [
  ...blind,
  ...failed,
  ...elsewhere,
  ...group,
  ...attended,
  ...recall,
  ...chain,
  ...callId,
  ...forward,
];
