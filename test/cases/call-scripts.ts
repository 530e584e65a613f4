import type { CallScript } from './call-script.js';
import { blindScripts } from './blind.js';
import { chainScripts } from './chain.js';
import { consultationScripts } from './consultation.js';
import { forwardScripts } from './forward.js';
import { groupScripts } from './group.js';
import { outsideScripts } from './outside.js';
import { recallScripts } from './recall.js';
import { twoExtensionsScripts } from './two-extensions.js';
import { unreachedScripts } from './unreached.js';
import { v1Scripts } from './v1.js';

/** Every one of them, a topic a file. */
export const callScripts = (): CallScript[] => [
  ...blindScripts(),
  ...unreachedScripts(),
  ...consultationScripts(),
  ...recallScripts(),
  ...groupScripts(),
  ...chainScripts(),
  ...outsideScripts(),
  ...twoExtensionsScripts(),
  ...forwardScripts(),
  ...v1Scripts(),
];
