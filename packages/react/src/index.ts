// Made from the elements' manifest: change the elements, then run `pnpm derive`.
export { KopaiAutoTopup, type KopaiAutoTopupProps } from './auto-topup.ts';
export { KopaiBudgets, type KopaiBudgetsProps } from './budgets.ts';
export { KopaiChart, type KopaiChartProps } from './chart.ts';
export { KopaiCostBadge, type KopaiCostBadgeProps } from './cost-badge.ts';
export { KopaiEarnings, type KopaiEarningsProps } from './earnings.ts';
export { KopaiPlan, type KopaiPlanProps } from './plan.ts';
export { KopaiProvider, type KopaiProviderProps } from './provider.ts';
export { KopaiTopup, type KopaiTopupProps } from './topup.ts';
export { KopaiTransactions, type KopaiTransactionsProps } from './transactions.ts';
export { KopaiWallet, type KopaiWalletProps } from './wallet.ts';
