import type { UiMode } from '@kopai/contracts';

/** What a top-up needs of a payment provider. Implemented over Stripe; nothing here knows Stripe's words. */
export interface CheckoutProvider {
  /** Makes the provider's customer for a wallet; the same wallet always gives the same customer. */
  createCustomer(wallet: string): Promise<string>;
  /** Opens a checkout; the same top-up always opens the same one. Throws `CheckoutRefused` when the provider says no for good. */
  open(order: CheckoutOrder): Promise<OpenCheckout>;
  /** How a checkout stands now, asked of the provider itself. */
  read(sessionId: string): Promise<CheckoutState>;
  /**
   * Charges the card that the wallet's customer has saved, without the payer. The same top-up charges once, and asking again tells what
   * became of it. Throws `payment_provider_error` when nothing is known.
   */
  chargeSavedCard(order: SavedCardOrder): Promise<SavedCardAnswer>;
  /** What became of a charge of a saved card that was still under way. */
  readSavedCardCharge(paymentIntentId: string): Promise<SavedCardAnswer>;
  /** What has come back of a payment, asked of the provider itself. */
  readPayment(paymentIntentId: string): Promise<PaymentState>;
}

/** How much of a payment its payer has back, in cents. Each is a total so far, so reading twice changes nothing. */
export interface PaymentState {
  /** The top-up it paid for; null when it was not for one. */
  readonly topupId: string | null;
  readonly refundedCents: number;
  /** Taken by a bank because of a dispute, less what was given back. */
  readonly disputedCents: number;
  /** Questioned in a dispute or an inquiry that is open, while no money has moved. */
  readonly questionedCents: number;
}

export interface CheckoutOrder {
  readonly topupId: string;
  readonly wallet: string;
  readonly customerId: string;
  readonly name: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly uiMode: UiMode;
  /** Keep the card, with the payer's consent, for automatic top-ups. */
  readonly saveCard: boolean;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface OpenCheckout {
  readonly sessionId: string;
  /** Where the payer goes; null in embedded mode. */
  readonly url: string | null;
  /** What the embedded checkout is mounted with; null in hosted mode. */
  readonly clientSecret: string | null;
}

export interface CheckoutState {
  readonly sessionId: string;
  /** The top-up it was opened for; null when it was not opened by us. */
  readonly topupId: string | null;
  readonly progress: 'open' | 'processing' | 'paid' | 'failed' | 'expired';
  readonly amountCents: number;
  readonly currency: string;
  readonly paymentIntentId: string | null;
  readonly receiptUrl: string | null;
}

/** The provider refused for good: sending the same again can't help. */
export class CheckoutRefused extends Error {
  override readonly name = 'CheckoutRefused';
}

export interface SavedCardOrder {
  readonly topupId: string;
  readonly wallet: string;
  readonly customerId: string;
  readonly amountCents: number;
  readonly currency: string;
}

export type SavedCardAnswer =
  | { readonly kind: 'paid'; readonly paymentIntentId: string; readonly receiptUrl: string | null }
  | { readonly kind: 'processing'; readonly paymentIntentId: string }
  /** The bank wants the payer to confirm in person. */
  | { readonly kind: 'needs_action' }
  /** Refused; `code` is the provider's reason. */
  | { readonly kind: 'declined'; readonly code: string }
  | { readonly kind: 'no_card' };
