export { createLiveBalances, type LiveBalances, walletsChannel } from './live-balances.ts';
