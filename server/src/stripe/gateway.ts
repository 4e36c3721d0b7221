import { Problem } from '@kopai/contracts';
import Stripe from 'stripe';
import {
  type CheckoutOrder,
  type CheckoutProvider,
  CheckoutRefused,
  type CheckoutState,
  type PaymentState,
  type SavedCardAnswer,
  type SavedCardOrder,
} from '../topups/index.ts';
import type { Trace } from '../trace.ts';
import { isFinal } from './final-answer.ts';
import { tracedHttpClient } from './traced-http-client.ts';

/** Where Stripe is: itself, or a simulator on this machine. */
export interface StripeConnection {
  readonly apiKey: string;
  readonly simulatorUrl?: string | undefined;
  /** Where each call is told; nowhere unless there is one. */
  readonly trace?: Trace | undefined;
}

/** A call is given up after this long: a payer waits for it. The client then tries again with the same idempotency key. */
const callTimeoutMs = 15_000;
const callRetries = 2;

export function stripeClient({ apiKey, simulatorUrl, trace }: StripeConnection): Stripe {
  const simulator = simulatorUrl === undefined ? undefined : new URL(simulatorUrl);
  return new Stripe(apiKey, {
    timeout: callTimeoutMs,
    maxNetworkRetries: callRetries,
    telemetry: false,
    ...(trace && { httpClient: tracedHttpClient(trace) }),
    ...(simulator && { host: simulator.hostname, port: simulator.port, protocol: 'http' as const }),
  });
}

/** Checkout over the official client. */
export function stripeCheckout(stripe: Stripe): CheckoutProvider {
  return {
    async createCustomer(wallet) {
      const customer = await answered(() =>
        stripe.customers.create(
          { description: `Kopai wallet ${wallet}`, metadata: { wallet } },
          { idempotencyKey: `customer:${wallet}` },
        ),
      );
      return customer.id;
    },
    async open(order) {
      const session = await answered(() =>
        stripe.checkout.sessions.create(checkoutParams(order), { idempotencyKey: order.topupId }),
      );
      return { sessionId: session.id, url: session.url, clientSecret: session.client_secret };
    },
    async read(sessionId) {
      const session = await answered(() =>
        stripe.checkout.sessions.retrieve(sessionId, { expand: ['line_items', 'payment_intent.latest_charge'] }),
      );
      return stateOf(session);
    },
    chargeSavedCard: (order) => chargeSavedCard(stripe, order),
    readSavedCardCharge: async (id) =>
      savedCardAnswer(await answered(() => stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }))),
    async readPayment(paymentIntentId) {
      const [intent, disputes] = await answered(() =>
        Promise.all([
          stripe.paymentIntents.retrieve(paymentIntentId, { expand: ['latest_charge'] }),
          stripe.disputes.list({ payment_intent: paymentIntentId, limit: disputesMost }),
        ]),
      );
      return paymentStateOf(intent, disputes.data);
    },
  };
}

/** The card saved last, charged while its owner is away. A decline is an answer; silence is not. */
async function chargeSavedCard(stripe: Stripe, order: SavedCardOrder): Promise<SavedCardAnswer> {
  const cards = await answered(() => stripe.customers.listPaymentMethods(order.customerId, { type: 'card', limit: 1 }));
  const [card] = cards.data;
  if (!card) return { kind: 'no_card' };
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount: order.amountCents,
        currency: order.currency,
        customer: order.customerId,
        payment_method: card.id,
        off_session: true,
        confirm: true,
        metadata: { topup: order.topupId, wallet: order.wallet },
        expand: ['latest_charge'],
      },
      { idempotencyKey: order.topupId },
    );
    return savedCardAnswer(intent);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.code === 'authentication_required') return { kind: 'needs_action' };
    if (error instanceof Stripe.errors.StripeCardError) {
      return { kind: 'declined', code: error.decline_code ?? error.code ?? 'card_declined' };
    }
    if (isFinal(error)) return { kind: 'declined', code: error.code ?? 'refused' };
    throw new Problem('payment_provider_error', 'Stripe could not be reached, or did not answer in time.');
  }
}

function savedCardAnswer(intent: Stripe.PaymentIntent): SavedCardAnswer {
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge;
  switch (intent.status) {
    case 'succeeded':
      return { kind: 'paid', paymentIntentId: intent.id, receiptUrl: charge?.receipt_url ?? null };
    case 'processing':
      return { kind: 'processing', paymentIntentId: intent.id };
    case 'requires_action':
    case 'requires_confirmation':
      return { kind: 'needs_action' };
    default:
      return { kind: 'declined', code: intent.last_payment_error?.decline_code ?? 'card_declined' };
  }
}

/** A payment is disputed once, by some networks a second time; one page holds them all. */
const disputesMost = 100;

/** Statuses in which a dispute or inquiry is over. An unknown status is open: never "lost" by guessing. */
const closed: ReadonlySet<string> = new Set(['won', 'lost', 'warning_closed', 'prevented']);

/** What a bank took and gave back are the dispute's own balance transactions; fees are not the payer's affair. */
function paymentStateOf(intent: Stripe.PaymentIntent, disputes: readonly Stripe.Dispute[]): PaymentState {
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge;
  let disputedCents = 0;
  let questionedCents = 0;
  for (const dispute of disputes) {
    disputedCents -= dispute.balance_transactions.reduce((sum, { amount }) => sum + amount, 0);
    if (dispute.balance_transactions.length === 0 && !closed.has(dispute.status)) questionedCents += dispute.amount;
  }
  return {
    topupId: intent.metadata.topup ?? null,
    refundedCents: charge?.amount_refunded ?? 0,
    disputedCents,
    questionedCents,
  };
}

/** The top-up's id goes on the session and on the payment: refunds and disputes arrive with the payment, not with the session. */
function checkoutParams(order: CheckoutOrder): Stripe.Checkout.SessionCreateParams {
  const metadata = { topup: order.topupId, wallet: order.wallet };
  return {
    mode: 'payment',
    customer: order.customerId,
    client_reference_id: order.topupId,
    metadata,
    payment_intent_data: { metadata, ...(order.saveCard && { setup_future_usage: 'off_session' as const }) },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: order.currency,
          unit_amount: order.amountCents,
          product_data: { name: order.name },
        },
      },
    ],
    ...(order.uiMode === 'embedded'
      ? {
          ui_mode: 'embedded_page' as const,
          // A card is paid where the form stands; only a bank that insists on a page of its own leads away and back.
          redirect_on_completion: 'if_required' as const,
          return_url: order.successUrl,
        }
      : { ui_mode: 'hosted_page' as const, success_url: order.successUrl, cancel_url: order.cancelUrl }),
  };
}

function stateOf(session: Stripe.Checkout.Session): CheckoutState {
  const payment = typeof session.payment_intent === 'string' ? null : session.payment_intent;
  const charge = typeof payment?.latest_charge === 'string' ? null : payment?.latest_charge;
  return {
    sessionId: session.id,
    topupId: session.client_reference_id,
    progress: progressOf(session, payment),
    amountCents: session.amount_total ?? 0,
    currency: session.currency ?? '',
    paymentIntentId: payment?.id ?? (typeof session.payment_intent === 'string' ? session.payment_intent : null),
    receiptUrl: charge?.receipt_url ?? null,
  };
}

function progressOf(session: Stripe.Checkout.Session, payment: Stripe.PaymentIntent | null): CheckoutState['progress'] {
  if (session.payment_status === 'paid' || session.payment_status === 'no_payment_required') return 'paid';
  if (session.status === 'expired') return 'expired';
  if (session.status !== 'complete') return 'open';
  // Complete and unpaid is a payment under way at a bank; once the bank has refused, the intent wants another method.
  return payment?.status === 'requires_payment_method' || payment?.status === 'canceled' ? 'failed' : 'processing';
}

/** Tells a refusal from silence: only the one is final. */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (isFinal(error)) throw new CheckoutRefused(error.message, { cause: error });
    throw new Problem('payment_provider_error', 'Stripe could not be reached, or did not answer in time.');
  }
}
