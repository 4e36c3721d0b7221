import type Stripe from 'stripe';
import { checkAccess } from '../accounts/account.ts';
import { presentAccount } from '../accounts/present-account.ts';
import { availableIn } from '../balance/balance.ts';
import { recordMovement } from '../balance/balance-transaction.ts';
import { insufficientBalance } from '../balance/insufficient-balance.ts';
import { emitFor } from '../events/emit.ts';
import { type ApiError, invalidRequest, noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

/** Stored with the connected account it belongs to; null is the platform. */
export type PayoutRecord = Omit<
  WithIds<
    Stripe.Payout,
    'application_fee' | 'balance_transaction' | 'failure_balance_transaction' | 'original_payout' | 'reversed_by'
  >,
  'destination'
> & { readonly destination: string | null; readonly account: string | null };

export const payouts = defineCollection<PayoutRecord>('payouts');

export interface PayoutTerms {
  /** Smallest currency units. */
  readonly amount: number;
  readonly currency: string;
  readonly automatic: boolean;
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly statementDescriptor: string | null;
}

/**
 * Sends available money to the bank: it leaves the balance at once and arrives later.
 * @returns the payout, or the refusal where the balance has too little.
 * @throws {ApiError} 400 `payouts_not_allowed` when the account may not pay out.
 */
export function createPayout(world: World, account: string | null, terms: PayoutTerms): PayoutRecord | ApiError {
  const destination = account === null ? null : bankAccountFor(world, account);
  const { amount, currency, automatic } = terms;
  if (availableIn(world, account, currency) < amount) {
    return insufficientBalance(
      'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You can use the the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).',
    );
  }
  const id = makeId('po');
  const movement = recordMovement(world, {
    account,
    type: 'payout',
    reportingCategory: 'payout',
    amount: -amount,
    fee: 0,
    currency,
    description: 'STRIPE PAYOUT',
    source: id,
    pends: false,
  });
  const created = world.clock.now();
  const payout: PayoutRecord = {
    id,
    object: 'payout',
    account,
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: created + world.pricing.payoutTakesSeconds,
    automatic,
    balance_transaction: movement.id,
    created,
    currency,
    description: terms.description ?? (automatic ? 'STRIPE PAYOUT' : null),
    destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: terms.metadata,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: automatic ? 'completed' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: terms.statementDescriptor,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  };
  world.store.in(payouts).put(payout);
  emitFor(world, account, 'payout.created', presentPayout(world, payout));
  return payout;
}

export function presentPayout(_world: World, { account: _account, ...payout }: PayoutRecord): Stripe.Payout {
  return payout satisfies Stripe.Payout;
}

/** @throws {ApiError} `resource_missing`, also for another account's payout. */
export function findPayout(world: World, account: string | null, id: string): PayoutRecord {
  const payout = world.store.in(payouts).get(id);
  if (payout?.account !== account) throw noSuch('payout', id);
  return payout;
}

function bankAccountFor(world: World, id: string): string | null {
  const account = checkAccess(world, id);
  if (presentAccount(account).payouts_enabled) return account.bankAccount;
  throw invalidRequest('Payouts are not allowed for this account: it has requirements that are past due.', {
    code: 'payouts_not_allowed',
  });
}
