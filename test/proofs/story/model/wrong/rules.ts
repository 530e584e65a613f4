import { answerRules } from './answers.js';
import { kindRules } from './kinds.js';
import { outcomeRules } from './outcomes.js';
import { targetRules } from './targets.js';
import type { WrongRule } from './wrong-rule.js';

export const WRONG_RULES: WrongRule[] = [...targetRules, ...kindRules, ...outcomeRules, ...answerRules];
