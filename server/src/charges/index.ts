export type { ChargedWallet, Quiet } from './charge-fenced.ts';
export {
  type Charges,
  type ChargesDependencies,
  commitLanes,
  createCharges,
  type MadeCharge,
  outcomeOf,
} from './charges.ts';
export type { Ending } from './end.ts';
export { freeMessagesUsed } from './free-messages.ts';
export { payerOf } from './intent.ts';
export type { ChargeMove, OnChargeMoves } from './moves.ts';
export { type BudgetOrder, listBudgets, setBudget } from './set-budget.ts';
export { dueShares } from './settle.ts';
