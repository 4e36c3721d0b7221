import type Stripe from 'stripe';
import { accounts } from '../accounts/account.ts';
import { presentAccount } from '../accounts/present-account.ts';
import { availableIn } from '../balance/balance.ts';
import { recordMovement } from '../balance/balance-transaction.ts';
import { insufficientBalance } from '../balance/insufficient-balance.ts';
import { emit } from '../events/emit.ts';
import { type ApiError, invalidRequest, noSuch } from '../http/api-error.ts';
import { wholeList } from '../http/paginate.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';
import { createDestinationPayment } from './destination-payment.ts';
import { reversalsOf } from './transfer-reversal.ts';

/** Stored without its reversals, which are put in for each answer. */
export type TransferRecord = Omit<
  WithIds<Stripe.Transfer, 'balance_transaction' | 'source_transaction'>,
  'destination' | 'destination_payment' | 'reversals'
> & { readonly destination: string; readonly destination_payment: string };

export const transfers = defineCollection<TransferRecord>('transfers');

export interface TransferTerms {
  /** Smallest currency units. */
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly transferGroup: string | null;
}

/**
 * Moves money from the platform's available balance to a connected account's.
 * @returns the transfer, or the refusal where the balance has too little.
 * @throws {ApiError} 400 when there is no such account, or it can't take transfers.
 */
export function createTransfer(world: World, terms: TransferTerms): Stripe.Transfer | ApiError {
  const { amount, currency, destination } = terms;
  checkDestination(world, destination);
  if (availableIn(world, null, currency) < amount) {
    return insufficientBalance(
      'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance',
    );
  }
  const id = makeId('tr');
  const movement = recordMovement(world, {
    account: null,
    type: 'transfer',
    reportingCategory: 'transfer',
    amount: -amount,
    fee: 0,
    currency,
    description: terms.description,
    source: id,
    pends: false,
  });
  const { transferGroup } = terms;
  const arrival = { account: destination, transfer: id, amount, currency, transferGroup };
  const transfer = world.store.in(transfers).put({
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: movement.id,
    created: world.clock.now(),
    currency,
    description: terms.description,
    destination,
    destination_payment: createDestinationPayment(world, arrival),
    livemode: false,
    metadata: terms.metadata,
    reversed: false,
    source_transaction: null,
    source_type: 'card',
    transfer_group: transferGroup,
  });
  const presented = presentTransfer(world, transfer);
  emit(world, 'transfer.created', presented);
  return presented;
}

export function presentTransfer(world: World, transfer: TransferRecord): Stripe.Transfer {
  const reversals = wholeList(reversalsOf(world, transfer.id), `/v1/transfers/${transfer.id}/reversals`);
  return { ...transfer, reversals } satisfies Stripe.Transfer;
}

/** @throws {ApiError} `resource_missing` */
export function findTransfer(world: World, id: string): TransferRecord {
  const transfer = world.store.in(transfers).get(id);
  if (!transfer) throw noSuch('transfer', id);
  return transfer;
}

function checkDestination(world: World, id: string): void {
  const account = world.store.in(accounts).get(id);
  if (!account?.isConnected) throw noSuch('destination', id, 'destination');
  if (presentAccount(account).capabilities?.transfers === 'active') return;
  throw invalidRequest(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
    { code: 'insufficient_capabilities_for_transfer', param: 'destination' },
  );
}
