export { type Comparison, compare, type Difference } from './compare.ts';
export { type CashKind, type CashProvider, cashKinds, type ProviderMovement } from './provider.ts';
export { type ReconcileDependencies, reconcile } from './reconcile.ts';
export { dollars, reportLines } from './report.ts';
