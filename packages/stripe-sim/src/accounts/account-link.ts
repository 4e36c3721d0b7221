import type Stripe from 'stripe';
import { invalidRequest } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { safeUrl } from '../pages/html.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { checkAccess } from './account.ts';

/** Stripe's links live for minutes: they are made for the redirect that follows at once. */
const lifeSeconds = 5 * 60;

/** A link as it is known to the simulator; who opens it uses it up. */
export interface AccountLinkRecord {
  /** The secret in the address. */
  readonly id: string;
  readonly account: string;
  readonly created: number;
  readonly expiresAt: number;
  readonly isUsed: boolean;
  readonly returnUrl: string;
  readonly refreshUrl: string;
}

export const accountLinks = defineCollection<AccountLinkRecord>('account_links');

/** Reads the body of `POST /v1/account_links`. @throws {ApiError} 400 for an account that was rejected. */
export function createAccountLink(world: World, params: Params): Stripe.AccountLink {
  const account = checkAccess(world, params.requiredString('account'));
  const type = params.choice('type', ['account_onboarding', 'account_update']);
  if (type === null) params.requiredString('type');
  if (type === 'account_update' && account.controller.requirement_collection !== 'application') {
    throw invalidRequest('You cannot create `account_update` type Account Links for this account.', { param: 'type' });
  }
  if (account.rejected !== null) {
    throw invalidRequest('You cannot create an Account Link for an account that was rejected.', { param: 'account' });
  }
  params.ignore('collect', 'collection_options');
  const created = world.clock.now();
  const link = world.store.in(accountLinks).put({
    id: makeId('', 22).slice(1),
    account: account.id,
    created,
    expiresAt: created + lifeSeconds,
    isUsed: false,
    returnUrl: readUrl(params, 'return_url'),
    refreshUrl: readUrl(params, 'refresh_url'),
  });
  return { object: 'account_link', created, expires_at: link.expiresAt, url: `${world.url}/connect/${link.id}` };
}

function readUrl(params: Params, name: string): string {
  const url = params.requiredString(name);
  if (safeUrl(url) === null) throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: name });
  return url;
}
