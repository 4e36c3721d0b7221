export {
  availableEarnings,
  chargeLanes,
  heldAccount,
  inTransitEarnings,
  laneOf,
  pendingEarnings,
  platform,
  walletAccount,
} from './accounts.ts';
export type { Drift } from './adrift.ts';
export type { AccountKey, Book, Entry, PostOutcome } from './book.ts';
export { ByLane } from './by-lane.ts';
export { type Draft, DraftError, type Movement, type Posting } from './draft.ts';
export { fencedStatements, type Rider, type Riding, riding } from './fenced.ts';
export { type FoundWallet, findWallets } from './find-wallets.ts';
export {
  createLedger,
  type Decision,
  type Ground,
  type Ledger,
  type LedgerTransaction,
  type Outcome,
} from './ledger.ts';
export { type TrialBalance, type TrialLine, trialBalance } from './trial-balance.ts';
export { type Verdict, verify } from './verify.ts';
