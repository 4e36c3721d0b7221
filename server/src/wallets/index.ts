export { walletActivity } from './activity.ts';
export { type AdjustmentOrder, adjust } from './adjust.ts';
export { historyCsv } from './csv.ts';
export { type HistoryQuery, history } from './history.ts';
export { lowBalanceBelow, walletState, walletStates } from './state.ts';
