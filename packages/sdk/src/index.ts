export type {
  Activity,
  ActivityDay,
  Adjustment,
  Agent,
  ApiKey,
  AuditEntry,
  BalanceEvent,
  Budget,
  BudgetPeriod,
  Charge,
  ChargeOutcome,
  ChargeRequest,
  ChargeStatus,
  ConnectState,
  Earnings,
  EndpointName,
  EntitlementCheck,
  Entitlements,
  FeatureRule,
  InvalidField,
  KeyScope,
  Membership,
  Model,
  Pack,
  Payout,
  PayoutStatus,
  Plan,
  PriceParts,
  ProblemCode,
  Quote,
  ReplyOf,
  Role,
  Session,
  SessionScope,
  Topup,
  TopupRequest,
  TopupStatus,
  Transaction,
  TransactionKind,
  UiMode,
  Visibility,
  Wallet,
  WebhookEndpoint,
  WebhookEventType,
} from '@kopai/contracts';
export {
  AmountError,
  centsRoundedUp,
  formatCredits,
  microcreditsPerCredit,
  parseCredits,
  toUsd,
} from '@kopai/contracts/amount';
export { messagesAffordable, totalOf } from '@kopai/contracts/price';
export { ChargeBatcher } from './charge-batcher.ts';
export type { Client, RequestOptions } from './client.ts';
export { type ConnectionOptions, connect } from './connect.ts';
export * from './errors.ts';
export type { Held } from './hold.ts';
export { Kopai, type KopaiOptions } from './kopai.ts';
export type { StreamOptions } from './live.ts';
export {
  type Logger,
  type Observe,
  type Observers,
  observing,
  type RequestEvent,
  type ResponseEvent,
} from './observe.ts';
export type { List, ListOptions, Page } from './pages.ts';
export { redact } from './redact.ts';
export { Adjustments } from './resources/adjustments.ts';
export { Agents } from './resources/agents.ts';
export { AuditLog } from './resources/audit-log.ts';
export { AutoTopup } from './resources/auto-topup.ts';
export { Budgets } from './resources/budgets.ts';
export { Charges } from './resources/charges.ts';
export { Connect } from './resources/connect.ts';
export { Keys } from './resources/keys.ts';
export { Models } from './resources/models.ts';
export { Packs } from './resources/packs.ts';
export { Payouts } from './resources/payouts.ts';
export { Plans } from './resources/plans.ts';
export { Quotes } from './resources/quotes.ts';
export { Sessions } from './resources/sessions.ts';
export { Topups } from './resources/topups.ts';
export { type TransactionFilter, Wallets } from './resources/wallets.ts';
export { WebhookEndpoints } from './resources/webhook-endpoints.ts';
export { type ResponseDetails, responseOf } from './response-of.ts';
export type { FetchSession, SessionToken } from './session.ts';
export { type WebhookEvent, WebhookSignatureError, Webhooks } from './webhooks.ts';
