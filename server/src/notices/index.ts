export { type DeadDelivery, deadDeliveries, replayDelivery } from './dead-deliveries.ts';
export { type DeliverDependencies, deliver } from './deliver.ts';
export { deleteEndpoint, listEndpoints, putEndpoint, replay, rotateSecret } from './endpoints.ts';
export { deliverTask, type HostEvent, type Tell, tell } from './events.ts';
export { createLiveBalances, type LiveBalances, walletsChannel } from './live-balances.ts';
export { armLowBalance, type BalanceStep, lowBalanceEvents } from './low-balance.ts';
export { type UrlPolicy, urlPolicy } from './url-policy.ts';
