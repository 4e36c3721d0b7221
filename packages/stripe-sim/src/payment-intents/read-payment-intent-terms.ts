import { greatestAmount } from '../catalog/price.ts';
import { findCustomer } from '../customers/customer.ts';
import { invalidRequest } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { readCurrency } from '../http/read-currency.ts';
import { usePaymentMethod } from '../payment-methods/payment-method.ts';
import type { World } from '../world/world.ts';
import type { PaymentIntentTerms } from './payment-intent.ts';

/** Stripe's least charge in dollars and most other currencies, in smallest units. */
export const leastAmount = 50;

/** Reads the body of `POST /v1/payment_intents`, but for what concerns its confirmation. */
export function readPaymentIntentTerms(world: World, params: Params): PaymentIntentTerms {
  const amount = params.requiredInteger('amount', 1, greatestAmount);
  const currency = readCurrency(params);
  if (amount < leastAmount) throw amountTooSmall(currency, 'amount');
  const captureMethod = params.choice('capture_method', ['automatic', 'automatic_async', 'manual']);
  if (captureMethod === 'manual') {
    throw invalidRequest('The simulator does not do capture_method=manual.', { param: 'capture_method' });
  }
  const customer = params.string('customer');
  if (customer !== null) findCustomer(world, customer, 'customer');
  const methodId = params.string('payment_method');
  const method = methodId === null ? null : usePaymentMethod(world, methodId, 'payment_method');
  if (method?.customer && method.customer !== customer) {
    throw invalidRequest(
      `The provided PaymentMethod cannot be used with this PaymentIntent: it belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter.`,
      { param: 'payment_method' },
    );
  }
  params.ignore('automatic_payment_methods', 'payment_method_types', 'payment_method_options', 'confirmation_method');
  return {
    amount,
    currency,
    customer,
    paymentMethod: method?.id ?? null,
    description: params.string('description'),
    metadata: mergeMetadata({}, params.metadata()),
    receiptEmail: params.string('receipt_email'),
    setupFutureUsage: params.choice('setup_future_usage', ['off_session', 'on_session']),
    statementDescriptor: params.string('statement_descriptor'),
    statementDescriptorSuffix: params.string('statement_descriptor_suffix'),
    transferGroup: params.string('transfer_group'),
  };
}

export function amountTooSmall(currency: string, param: string): Error {
  return invalidRequest(`Amount must be at least ${leastAmount} of the smallest unit of ${currency}.`, {
    code: 'amount_too_small',
    param,
  });
}
