import type Stripe from 'stripe';
import { changedFields } from '../events/changed-fields.ts';
import { emitFor } from '../events/emit.ts';
import { ApiError } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import type { World } from '../world/world.ts';
import { presentAccount } from './present-account.ts';

/** Why Stripe wants nothing to do with an account any more; it stands on the account as `rejected.…`. */
export const rejections = ['fraud', 'terms_of_service', 'listed', 'incomplete_verification', 'other'] as const;

/** What may be asked for an account, of all that Stripe has. */
export const capabilityNames = ['card_payments', 'transfers', 'tax_reporting_us_1099_k'] as const;

/** The facts about a connected account. What it may do follows from them, in `presentAccount`. */
export interface AccountRecord {
  readonly id: string;
  readonly created: number;
  readonly country: string;
  readonly currency: string;
  readonly email: string | null;
  readonly businessType: Stripe.Account.BusinessType | null;
  readonly businessProfile: Stripe.Account.BusinessProfile;
  readonly controller: Stripe.Account.Controller;
  readonly type: Stripe.Account.Type;
  readonly requested: readonly (typeof capabilityNames)[number][];
  readonly metadata: Record<string, string>;
  readonly payoutInterval: 'daily' | 'manual';
  readonly detailsSubmitted: boolean;
  /** What Stripe still wants to know, by the names of its API. */
  readonly due: readonly string[];
  readonly errors: readonly Stripe.Account.Requirements.Error[];
  readonly rejected: (typeof rejections)[number] | null;
  /** Whether payouts, and charges with transfers, are held back whatever else is fine. */
  readonly payoutsHeld: boolean;
  readonly chargesHeld: boolean;
  readonly bankAccount: string | null;
  /** False once the account has disconnected the platform, for good. */
  readonly isConnected: boolean;
}

export const accounts = defineCollection<AccountRecord>('accounts');

/**
 * The account, if the platform may act for it.
 * @throws {ApiError} 403 `account_invalid`, Stripe's one answer for accounts that are not there and that disconnected.
 */
export function checkAccess(world: World, id: string): AccountRecord {
  const account = world.store.in(accounts).get(id);
  if (account?.isConnected) return account;
  throw new ApiError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  });
}

/** Changes facts and tells of all that follows from them, if anything does: one `account.updated`. */
export function changeAccount(world: World, before: AccountRecord, change: Partial<AccountRecord>): AccountRecord {
  const after = world.store.in(accounts).put({ ...before, ...change });
  const current = presentAccount(after);
  const changed = changedFields(presentAccount(before), current);
  if (Object.keys(changed).length > 0) emitFor(world, after.id, 'account.updated', current, changed);
  return after;
}

/** The account disconnects the platform, which hears of it and can't act for it any more. */
export function disconnectAccount(world: World, account: AccountRecord): void {
  world.store.in(accounts).put({ ...account, isConnected: false });
  emitFor(world, account.id, 'account.application.deauthorized', {
    id: 'ca_simulator',
    object: 'application',
    name: world.businessName,
  });
}
