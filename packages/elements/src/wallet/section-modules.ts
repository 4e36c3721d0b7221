import type { ElementModules } from '../page/load-elements.ts';

/** The sections of a wallet, each with the module that defines it: a page loads those that its wallet shows. */
export const sectionModules: ElementModules = {
  'kopai-auto-topup': () => import('../auto-topup/auto-topup.define.ts'),
  'kopai-budgets': () => import('../budgets/budgets.define.ts'),
  'kopai-chart': () => import('../chart/chart.define.ts'),
  'kopai-earnings': () => import('../earnings/earnings.define.ts'),
  'kopai-plan': () => import('../plan/plan.define.ts'),
  'kopai-topup': () => import('../topup/topup.define.ts'),
  'kopai-transactions': () => import('../transactions/transactions.define.ts'),
};
