export {
  type CheckoutOrder,
  type CheckoutProvider,
  CheckoutRefused,
  type CheckoutState,
  type OpenCheckout,
  type PaymentState,
} from './checkout.ts';
export { clawBack } from './claw-back.ts';
export { type CreateDependencies, createTopup, type TopupOrder, topupParameter } from './create.ts';
export { type Alongside, type FulfilDependencies, fulfil, providerUnreachable, TopupMismatch } from './fulfil.ts';
export { isOpen, type TopupRow, topupById, topupNotFound, topupOf } from './rows.ts';
export { sweep } from './sweep.ts';
