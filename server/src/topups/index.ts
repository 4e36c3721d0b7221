export {
  autoTopupTask,
  dueWallets,
  lowWallets,
  planAutoTopup,
  readAutoTopup,
  setAutoTopup,
} from './auto-settings.ts';
export { type AutoTopupDependencies, autoTopup, followPayment } from './auto-topup.ts';
export {
  type CheckoutOrder,
  type CheckoutProvider,
  CheckoutRefused,
  type CheckoutState,
  type OpenCheckout,
  type PaymentState,
  type SavedCardAnswer,
  type SavedCardOrder,
} from './checkout.ts';
export { clawBack } from './claw-back.ts';
export { type CustomerDependencies, createTopup, customerOf, type TopupOrder, topupParameter } from './create.ts';
export {
  type FraudWarning,
  keepFraudWarning,
  noteFraudWarning,
  openFraudWarnings,
  type ReportedFraud,
} from './fraud-warnings.ts';
export { type Alongside, type FulfilDependencies, fulfil, providerUnreachable, TopupMismatch } from './fulfil.ts';
export { isOpen, type TopupRow, topupById, topupNotFound, topupOf } from './rows.ts';
export { sweep } from './sweep.ts';
