import { defineOnce } from '../page/define-once.ts';
import { KopaiPlan } from './plan.ts';

defineOnce('kopai-plan', KopaiPlan);

export { configureKopai } from '../page/default-page.ts';
export { KopaiPlan };
