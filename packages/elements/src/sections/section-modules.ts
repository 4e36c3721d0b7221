import type { ElementModules } from '../page/load-elements.ts';

/**
 * The sections that a wallet, or another section, shows, each with the module that defines it: a page loads those that it sees. The modules
 * are asked for by a file that nobody imports otherwise, for a bundler warns of a module that some import now and others later, as an app does
 * that uses a section by itself too.
 */
export const sectionModules: ElementModules = {
  'kopai-auto-topup': () => import('./later/auto-topup.define.ts'),
  'kopai-budgets': () => import('./later/budgets.define.ts'),
  'kopai-chart': () => import('./later/chart.define.ts'),
  'kopai-earnings': () => import('./later/earnings.define.ts'),
  'kopai-plan': () => import('./later/plan.define.ts'),
  'kopai-topup': () => import('./later/topup.define.ts'),
  'kopai-transactions': () => import('./later/transactions.define.ts'),
};
