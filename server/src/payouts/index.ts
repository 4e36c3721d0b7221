export {
  accountOf,
  connectStateOf,
  disconnectAccount,
  ensureAccount,
  forgetBankFailures,
  mirrorAccount,
  noteBankPayout,
} from './accounts.ts';
export { type AdvanceDependencies, advancePayout } from './advance.ts';
export type { AccountState, PayoutProvider, TransferAnswer, TransferOrder, TransferState } from './provider.ts';
export { type PayoutOrder, payoutTask, requestPayout } from './request.ts';
export { followReversal } from './reverse.ts';
export { listPayouts, type PayoutRow, payoutById, payoutNotFound, payoutOf } from './rows.ts';
export { type StuckPayout, stuckPayouts } from './stuck.ts';
export { sweepPayouts, wakeQueued } from './sweep.ts';
