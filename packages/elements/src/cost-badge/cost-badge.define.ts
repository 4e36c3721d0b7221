import { defineOnce } from '../page/define-once.ts';
import { KopaiCostBadge } from './cost-badge.ts';

defineOnce('kopai-cost-badge', KopaiCostBadge);

export { configureKopai } from '../page/default-page.ts';
export { KopaiCostBadge };
