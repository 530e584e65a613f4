import type { Scenario } from './scenario.js';
import { attended } from './attended.js';
import { blind } from './blind.js';
import { callId } from './call-id.js';
import { chainScenarios } from './chain.js';
import { outsideScenarios } from './outside.js';
import { failed } from './failed.js';
import { forward } from './forward.js';
import { group } from './group.js';
import { recall } from './recall.js';

/** Every way in which a call is handed on, or nearly. */
export const scenarios: readonly Scenario[] = [
  ...blind,
  ...failed,
  ...outsideScenarios,
  ...group,
  ...attended,
  ...recall,
  ...chainScenarios,
  ...callId,
  ...forward,
];
